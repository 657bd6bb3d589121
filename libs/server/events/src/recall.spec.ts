import { Memory } from './recall';

interface Answer {
  text: string;
}

describe('Memory', () => {
  const store = {};
  const counting = (text: string) => {
    const reader = { reads: 0, read: async (): Promise<Answer> => ({ text: `${text} ${(reader.reads += 1)}` }) };
    return reader;
  };

  it('reads once per revision, whoever asks, and once for all who ask at the same time', async () => {
    const memory = new Memory<Answer>('facets', 100, () => 1);
    const one = counting('one');
    const asked = await Promise.all([memory.of(store, 'key', 'r1', one.read), memory.of(store, 'key', 'r1', one.read)]);
    expect(asked).toEqual([{ text: 'one 1' }, { text: 'one 1' }]);
    expect(await memory.of(store, 'key', 'r1', counting('other').read)).toEqual({ text: 'one 1' });
    expect(await memory.of(store, 'key', 'r2', one.read)).toEqual({ text: 'one 2' });
    expect(await memory.of(store, 'key', 'r1', one.read)).toEqual({ text: 'one 3' });
  });

  it('keeps keys and stores apart', async () => {
    const memory = new Memory<Answer>('facets', 100, () => 1);
    await memory.of(store, 'a', 'r1', counting('a').read);
    expect(await memory.of(store, 'b', 'r1', counting('b').read)).toEqual({ text: 'b 1' });
    expect(await memory.of({}, 'a', 'r1', counting('elsewhere').read)).toEqual({ text: 'elsewhere 1' });
  });

  it('does not keep a failure', async () => {
    const memory = new Memory<Answer>('facets', 100, () => 1);
    const failing = async (): Promise<Answer> => Promise.reject(new Error('away'));
    await expect(memory.of(store, 'key', 'r1', failing)).rejects.toThrow('away');
    expect(await memory.of(store, 'key', 'r1', counting('back').read)).toEqual({ text: 'back 1' });
  });

  it('forgets the oldest when it is full, and never keeps what is larger than all of it', async () => {
    const memory = new Memory<Answer>('facets', 10, ({ text }) => text.length);
    const few = counting('1234');
    await memory.of(store, 'a', 'r1', few.read);
    await memory.of(store, 'b', 'r1', few.read);
    expect(await memory.of(store, 'a', 'r1', few.read)).toEqual({ text: '1234 3' });
    const large = counting('longer than ten');
    await memory.of(store, 'c', 'r1', large.read);
    expect(await memory.of(store, 'c', 'r1', large.read)).toEqual({ text: 'longer than ten 2' });
  });
});
