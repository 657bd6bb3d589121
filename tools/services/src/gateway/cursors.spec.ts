import { CursorStore, type OpenCursor } from './cursors';

const cursor = (id: bigint, owner: object = {}): OpenCursor => ({
  id,
  database: 'd',
  collection: 'c',
  continuation: Buffer.alloc(1),
  connection: undefined,
  owner,
});
const gone = async (store: CursorStore): Promise<void> => {
  const deadline = performance.now() + 5_000;
  while (store.size && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(store.size).toBe(0);
};

describe('open cursors', () => {
  it('are taken once, and only from their own database', () => {
    const store = new CursorStore(60_000, 60_000, 2);
    store.put(cursor(1n));
    expect(store.take(1n, 'other')).toBeUndefined();
    expect(store.take(1n, 'd')?.id).toBe(1n);
    expect(store.take(1n, 'd')).toBeUndefined();
  });

  it('are killed by id, and all at once', () => {
    const store = new CursorStore(60_000, 60_000, 2);
    store.put(cursor(1n));
    store.put(cursor(2n));
    expect([store.kill(1n), store.kill(1n)]).toEqual([true, false]);
    store.clear();
    expect(store.size).toBe(0);
  });

  it('end when nobody asks for them', async () => {
    const store = new CursorStore(10, 60_000, 2);
    store.put(cursor(1n));
    await gone(store);
  });

  it('end soon after their client went away', async () => {
    const store = new CursorStore(60_000, 10, 2);
    const owner = {};
    store.put(cursor(1n, owner));
    store.orphan(owner);
    await gone(store);
  });
});
