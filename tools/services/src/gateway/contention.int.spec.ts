import { MongoClient, MongoServerError } from 'mongodb';

const client = new MongoClient(process.env.AOC_TEST_MONGO_URI ?? '', { maxPoolSize: 100 });
const database = client.db(`gateway_contention_${process.pid}`);

beforeAll(() => client.connect());
afterAll(async () => {
  await database.dropDatabase();
  await client.close();
});

const isLost = (error: unknown): boolean => error instanceof MongoServerError && (error.code === 11000 || error.code === 112);

it('clients that want the same place of a unique index again and again all get one', async () => {
  const places = database.collection<{ place: number; client: number }>('places');
  await places.createIndex({ place: 1 }, { unique: true });
  const [clients, each] = [10, 10];
  await Promise.all(
    Array.from({ length: clients }, async (_none, own) => {
      for (let got = 0; got < each;) {
        const last = await places.findOne({}, { sort: { place: -1 }, projection: { place: 1 } });
        try {
          await places.insertOne({ place: (last?.place ?? 0) + 1, client: own });
          got += 1;
        } catch (error) {
          if (!isLost(error)) throw error;
        }
      }
    }),
  );
  const stored = await places.find({}, { sort: { place: 1 } }).toArray();
  expect(stored.map(({ place }) => place)).toEqual(Array.from({ length: clients * each }, (_none, n) => n + 1));
}, 120_000);

it('clients that upsert the same document at the same time all do', async () => {
  const counters = database.collection<{ key: string; n: number }>('counters');
  await counters.createIndex({ key: 1 }, { unique: true });
  const again = async (write: () => Promise<unknown>): Promise<void> => {
    try {
      await write();
    } catch (error) {
      // Two may have found nothing there at the same time: the second finds the first one's document then.
      if (!(error instanceof MongoServerError) || error.code !== 11000) throw error;
      await write();
    }
  };
  const increase = { $inc: { n: 1 } };
  for (let round = 0; round < 30; round += 1) {
    const key = `race ${round}`;
    const updates = Array.from({ length: 16 }, () => again(() => counters.updateOne({ key }, increase, { upsert: true })));
    const others = Array.from({ length: 16 }, () => again(() => counters.findOneAndUpdate({ key }, increase, { upsert: true })));
    await Promise.all([...updates, ...others]);
    expect(await counters.findOne({ key })).toMatchObject({ n: 32 });
  }
}, 120_000);
