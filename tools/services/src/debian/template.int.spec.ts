import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MongoClient } from 'mongodb';
import pg from 'pg';
import { startServices, type Services } from '../services';

const folder = mkdtempSync(path.join(tmpdir(), 'aoc-template-'));
const { MONGO_URI: _mongo, REDIS_URL: _redis, ...env } = process.env;
let services: Services;
let client: MongoClient;
let engine: pg.Client;

/** The fourth line of the file names the port of a running server. */
const enginePort = () => Number(readFileSync(path.join(folder, 'database/pg/postmaster.pid'), 'utf8').split('\n')[3]);

beforeAll(async () => {
  services = await startServices({ dataDir: folder, env, need: ['database'], persist: false });
  client = await MongoClient.connect(services.mongoUri);
  engine = new pg.Client({ host: '127.0.0.1', port: enginePort(), user: 'postgres', database: 'postgres' });
  await engine.connect();
}, 120_000);
afterAll(async () => {
  await client?.close();
  await engine?.end();
  await services?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

/** Bytes of a collection that are not in the pages of its table. */
async function elsewhere(collection: string): Promise<number> {
  const { rows } = await engine.query(
    `SELECT pg_relation_size(t.reltoastrelid)::int AS bytes FROM documentdb_api_catalog.collections c
     JOIN pg_class t ON t.oid = format('documentdb_data.documents_%s', c.collection_id)::regclass WHERE c.collection_name = $1`,
    [collection],
  );
  return rows[0].bytes;
}

describe('a document', () => {
  it.each([
    ['of several kB stays in its table', 3_500, (bytes: number) => expect(bytes).toBe(0)],
    ['of many kB is moved, and read as it was', 200_000, (bytes: number) => expect(bytes).toBeGreaterThan(200_000)],
  ])('%s', async (_name, size, holds) => {
    const documents = client.db('inline').collection<{ _id: number; text: string }>(`of_${size}`);
    const text = randomBytes(size).toString('hex');
    await documents.insertOne({ _id: 1, text });
    expect(await documents.findOne({ _id: 1 })).toEqual({ _id: 1, text });
    holds(await elsewhere(`of_${size}`));
  });
});
