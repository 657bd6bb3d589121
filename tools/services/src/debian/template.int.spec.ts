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

/** The server behind a data folder, whose port stands in the fourth line of this file. */
async function engineOf(dataDir: string): Promise<pg.Client> {
  const port = Number(readFileSync(path.join(dataDir, 'database/pg/postmaster.pid'), 'utf8').split('\n')[3]);
  const opened = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' });
  await opened.connect();
  return opened;
}

/** A property of the table of a collection, by an SQL expression on its row `t` of pg_class. */
async function ofTable(server: pg.Client, collection: string, expression: string): Promise<unknown> {
  const { rows } = await server.query(
    `SELECT ${expression} AS value FROM documentdb_api_catalog.collections c
     JOIN pg_class t ON t.oid = format('documentdb_data.documents_%s', c.collection_id)::regclass WHERE c.collection_name = $1`,
    [collection],
  );
  return rows[0].value;
}

beforeAll(async () => {
  services = await startServices({ dataDir: folder, env, need: ['database'], persist: false });
  client = await MongoClient.connect(services.mongoUri);
  engine = await engineOf(folder);
}, 120_000);
afterAll(async () => {
  await client?.close();
  await engine?.end();
  await services?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

describe('a document', () => {
  it.each([
    ['of several kB stays in its table', 3_500, (bytes: number) => expect(bytes).toBe(0)],
    ['of many kB is moved, and read as it was', 200_000, (bytes: number) => expect(bytes).toBeGreaterThan(200_000)],
  ])('%s', async (_name, size, holds) => {
    const documents = client.db('inline').collection<{ _id: number; text: string }>(`of_${size}`);
    const text = randomBytes(size).toString('hex');
    await documents.insertOne({ _id: 1, text });
    expect(await documents.findOne({ _id: 1 })).toEqual({ _id: 1, text });
    // What is not in the pages of the table.
    holds(Number(await ofTable(engine, `of_${size}`, 'pg_relation_size(t.reltoastrelid)')));
  });
});

describe('what is written', () => {
  it('outlives a kill of the database, unless the services were started as ones that nobody kills', async () => {
    await client.db('kept').collection('rows').insertOne({ n: 1 });
    expect(await ofTable(engine, 'rows', 't.relpersistence')).toBe('p');

    const careless = await startServices({
      dataDir: path.join(folder, 'careless'),
      env,
      need: ['database'],
      persist: false,
      killable: false,
    });
    const other = await MongoClient.connect(careless.mongoUri);
    try {
      const rows = other.db('kept').collection<{ _id: number }>('rows');
      await rows.createIndex({ n: 1 });
      await rows.insertOne({ _id: 1 });
      const server = await engineOf(path.join(folder, 'careless'));
      expect(await ofTable(server, 'rows', 't.relpersistence')).toBe('u');
      await server.end();
      await expect(careless.killDatabase()).rejects.toThrow('it would lose its data');
      await careless.restartDatabase();
      expect(await rows.countDocuments()).toBe(1);
    } finally {
      await other.close();
      await careless.stop();
    }
  }, 60_000);
});
