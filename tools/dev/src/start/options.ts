import path from 'node:path';
import { parseArgs } from 'node:util';
import { UserError } from '../shared/user-error';

export interface StartOptions {
  port: number | null;
  dataDir: string | null;
  open: boolean;
  /** Of the simulated company; null leaves the simulator's own default. */
  seed: number | null;
  events: number | null;
}

export const help = `Starts the whole product: database, queue, API, worker and dashboard.

Without TENANT_ID, CLIENT_ID and CLIENT_SECRET in .env or the environment it collects from a simulated Microsoft tenant.

npm start -- [options]
  --port N      port of the dashboard and the API (8000)
  --data DIR    folder for the database and logs (.aoc/demo, or .aoc/live with a real tenant)
  --no-open     do not open a browser
  --seed N      the simulated company: the same number gives the same company
  --events N    size of the simulated company's past

Prints "ready http://localhost:8000" when it serves. Ctrl-C stops everything; the data stay.`;

function wholeNumber(name: string, text: string | undefined, min: number, max: number): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw new UserError(`--${name} expects a whole number from ${min} to ${max}, not "${text}".`);
}

/** Parse the command line; null means that help was asked for. Throws UserError on anything unknown. */
export function parseStartOptions(args: readonly string[]): StartOptions | null {
  const values = readArguments(args);
  if (values.help) return null;
  return {
    port: wholeNumber('port', values.port, 1, 65_535),
    dataDir: values.data === undefined ? null : path.resolve(values.data),
    open: !values['no-open'],
    seed: wholeNumber('seed', values.seed, 0, 2 ** 31),
    events: wholeNumber('events', values.events, 0, 100_000_000),
  };
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        data: { type: 'string' },
        'no-open': { type: 'boolean' },
        seed: { type: 'string' },
        events: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new UserError(`${error instanceof Error ? error.message : String(error)} "npm start -- --help" lists the options.`, {
      cause: error,
    });
  }
}
