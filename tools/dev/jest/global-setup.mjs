// Jest runs this once before the projects that need a database and a queue; plain JavaScript, because Jest does not transform it.
import { rm } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { bundle } from '../build.mjs';

/** Sets AOC_TEST_MONGO_URI and AOC_TEST_REDIS_URL for the workers, starting the services unless these are set already. */
export default async function setup() {
  const { AOC_TEST_MONGO_URI: mongo, AOC_TEST_REDIS_URL: redis } = process.env;
  if (mongo && redis) return;
  const file = await bundle('tools/services/src/index.ts', `dist/tools/services/jest-${process.pid}.js`);
  const { acquireTestServices } = await import(pathToFileURL(file).href);
  await Promise.all([rm(file), rm(`${file}.map`, { force: true })]);
  const services = await acquireTestServices();
  process.env.AOC_TEST_MONGO_URI = services.mongoUri;
  process.env.AOC_TEST_REDIS_URL = services.redisUrl;
  globalThis.aocTestServices = services;
}
