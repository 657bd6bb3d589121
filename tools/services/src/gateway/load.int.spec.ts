import { serialize } from 'bson';
import { MongoClient, MongoServerError } from 'mongodb';
import { once } from 'node:events';
import { connect } from 'node:net';
import { encodeMessage } from './wire';

const uri = process.env.AOC_TEST_MONGO_URI ?? '';
const client = new MongoClient(uri, { maxPoolSize: 100 });
const database = client.db(`gateway_load_${process.pid}`);
const port = Number(new URL(uri).port);

beforeAll(() => client.connect());
afterAll(async () => {
  await database.dropDatabase();
  await client.close();
});

const openCursors = async (): Promise<number> => {
  const status = await client.db('admin').command({ serverStatus: 1 });
  return Number(status.metrics.cursor.open.total);
};

async function until(holds: () => Promise<boolean>, limitMs = 10_000): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('the condition did not come true in time');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('cursors', () => {
  const many = database.collection<{ _id: number; n: number; group: number }>('many');
  beforeAll(() => many.insertMany(Array.from({ length: 12_000 }, (_, n) => ({ _id: n, n: 11_999 - n, group: n % 6_000 }))));

  it.each([
    ['a scan', () => many.find(), 12_000],
    ['a sort', () => many.find().sort({ n: 1 }), 12_000],
    ['small pages', () => many.find().batchSize(500), 12_000],
    ['a group', () => many.aggregate([{ $group: { _id: '$group', n: { $sum: 1 } } }]), 6_000],
  ])('give %s whole', async (_name, open, expected) => {
    const keys = new Set<unknown>();
    for await (const document of open()) keys.add(document._id);
    expect(keys.size).toBe(expected);
  });

  it('may be many at once, interleaved on few connections', async () => {
    const cursors = Array.from({ length: 40 }, () => many.find().sort({ n: 1 }).batchSize(50));
    for (let round = 0; round < 120; round++) {
      const rows = await Promise.all(cursors.map((cursor) => cursor.next()));
      expect(new Set(rows.map((row) => row?.n))).toEqual(new Set([round]));
    }
    await Promise.all(cursors.map((cursor) => cursor.close()));
  });

  it('are freed when the client closes them', async () => {
    const before = await openCursors();
    const cursor = many.find().sort({ n: 1 }).batchSize(10);
    await cursor.next();
    expect(await openCursors()).toBeGreaterThan(before);
    await cursor.close();
    await until(async () => (await openCursors()) <= before);
  });
});

describe('sizes', () => {
  it('stores and returns documents of 16 MB, and refuses larger ones', async () => {
    const big = database.collection<{ _id: number; data: Buffer }>('big');
    const data = Buffer.alloc(16 * 1024 * 1024 - 100, 7);
    await big.insertOne({ _id: 1, data });
    const found = await big.findOne({ _id: 1 }, { promoteBuffers: true });
    expect(found?.data.equals(data)).toBe(true);
    await expect(big.insertOne({ _id: 2, data: Buffer.alloc(16 * 1024 * 1024) })).rejects.toThrow(/larger|size/i);
    expect(await big.countDocuments()).toBe(1);
  });

  it('takes a batch near the largest message', async () => {
    const batch = database.collection<{ _id: number; data: Buffer }>('batch');
    const result = await batch.insertMany(Array.from({ length: 44 }, (_, n) => ({ _id: n, data: Buffer.alloc(1_000_000, n) })));
    expect(result.insertedCount).toBe(44);
    expect((await batch.findOne({ _id: 43 }, { promoteBuffers: true }))?.data[5]).toBe(43);
  });
});

describe('many clients', () => {
  it('serves 100 connections at once', async () => {
    const c = database.collection<{ _id: number }>('hundred');
    const clients = Array.from({ length: 100 }, () => new MongoClient(uri, { maxPoolSize: 1, serverSelectionTimeoutMS: 20_000 }));
    await Promise.all(clients.map((one) => one.connect()));
    await Promise.all(clients.map((one, n) => one.db(database.databaseName).collection<{ _id: number }>('hundred').insertOne({ _id: n })));
    expect(await c.countDocuments()).toBe(100);
    await Promise.all(clients.map((one) => one.close()));
  });

  it('lets six clients upsert the same unique keys with one winner each', async () => {
    const c = database.collection('race');
    await c.createIndex({ tenant: 1, key: 1 }, { unique: true });
    const clients = Array.from({ length: 6 }, () => new MongoClient(uri));
    const batch = (by: number) =>
      Array.from({ length: 500 }, (_, n) => ({
        updateOne: { filter: { tenant: 't', key: `k${(n * 37 + by * 83) % 500}` }, update: { $setOnInsert: { by } }, upsert: true },
      }));
    const rounds = clients.map(async (one, by) => {
      try {
        await one.db(database.databaseName).collection('race').bulkWrite(batch(by), { ordered: false });
      } catch (error) {
        // MongoDB, too, may report the loser of such a race as a duplicate.
        if (!(error instanceof MongoServerError) || error.code !== 11000) throw error;
      }
    });
    await Promise.all(rounds);
    expect(await c.countDocuments()).toBe(500);
    expect(await c.distinct('key')).toHaveLength(500);
    await Promise.all(clients.map((one) => one.close()));
  });
});

describe('clients that end abruptly', () => {
  const send = (command: object) => encodeMessage(1, Buffer.from(serialize({ ...command, $db: database.databaseName })));

  /** More clients than the engine runs commands at once, which wait for their answers. */
  async function clientsThatSend(command: object) {
    const sockets = Array.from({ length: 30 }, () => connect(port, '127.0.0.1'));
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    for (const socket of sockets) {
      socket.on('error', () => undefined);
      socket.write(send(command));
    }
    return sockets;
  }

  it('leave no damage in the middle of a message, a query or a write', async () => {
    await database.collection('abrupt').insertMany(Array.from({ length: 2_000 }, (_, n) => ({ n, pad: 'x'.repeat(500) })));
    const messages = [
      send({ find: 'abrupt', filter: {}, sort: { pad: 1 }, batchSize: 5 }),
      send({ insert: 'abrupt', documents: [{ last: true }] }),
      send({ ping: 1 }).subarray(0, 9),
      Buffer.from('GET / HTTP/1.1\r\n\r\n'),
    ];
    for (let round = 0; round < 40; round++) {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      socket.write(messages[round % messages.length] ?? '');
      if (round % 2) socket.resetAndDestroy();
      else socket.end();
    }
    await until(async () => (await database.collection('abrupt').countDocuments({ last: true })) > 0);
    expect(await database.command({ ping: 1 })).toEqual({ ok: 1 });
  });

  it('have their running query cancelled', async () => {
    const c = database.collection('slow');
    await c.insertMany(Array.from({ length: 3_000 }, (_, n) => ({ n })));
    const slow = {
      aggregate: c.collectionName,
      cursor: {},
      pipeline: [
        { $lookup: { from: c.collectionName, pipeline: [{ $lookup: { from: c.collectionName, pipeline: [], as: 'b' } }], as: 'a' } },
        { $count: 'n' },
      ],
    };
    const sockets = await clientsThatSend(slow);
    // More than the engine runs at once: a plain command answers only when the abandoned queries are gone.
    await new Promise((resolve) => setImmediate(resolve));
    for (const socket of sockets) socket.resetAndDestroy();
    await until(async () => (await c.countDocuments({ n: 5 })) === 1, 15_000);
  });

  it('do not have the queries of others cancelled', async () => {
    const c = database.collection('quick');
    await c.insertMany(Array.from({ length: 500 }, (_, n) => ({ n })));
    const quick = {
      aggregate: c.collectionName,
      cursor: {},
      pipeline: [{ $sort: { n: -1 } }, { $group: { _id: null, all: { $push: '$n' } } }],
    };
    for (let round = 0; round < 10; round++) {
      const sockets = await clientsThatSend(quick);
      // They end while their queries run, wait or have just ended; ours run on connections that theirs had.
      await database.command({ ping: 1 });
      const ours = Array.from({ length: 60 }, (_, n) => c.countDocuments({ n }));
      for (const socket of sockets) socket.resetAndDestroy();
      expect(await Promise.all(ours)).toEqual(ours.map(() => 1));
    }
  });
});
