import { ConfigError, loadConfig } from '@aoc/server/config';
import { parseArgs } from 'node:util';
import { headOption, RefusedError, runVerify, tenantOption } from './run';

const help = `Proves that the audit trail in the database of MONGO_URI and DB_NAME is whole, or names the first broken link of a tenant's chain:
rows that were changed, deleted, moved, repeated, or cut off its end. Reads only; AOC may run meanwhile.

npm run audit-verify [-- --tenant ID] [--head SEQ:HASH] [--json]

  --tenant ID       only this tenant; default all
  --head SEQ:HASH   an end that an earlier run printed: the chain must still hold that row. It tells a trail that was put back as it was
                    some time ago, which nothing inside the database can tell.
  --json            one line of JSON for each tenant

Give it the ENCRYPTION_KEY (and ENCRYPTION_KEY_PREVIOUS) of the API: without it a chain that was written anew from end to end looks whole.

Exit codes: 0 whole, 1 broken or failed, 2 wrong usage, 130 interrupted.`;

const options = {
  tenant: { type: 'string' },
  head: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** @returns the exit code */
async function main(): Promise<number> {
  let values: { tenant?: string; head?: string; json?: boolean; help?: boolean };
  try {
    ({ values } = parseArgs({ options }));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
    return 2;
  }
  if (values.help) {
    console.log(help);
    return 0;
  }
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupt.abort());
  try {
    const whole = await runVerify({
      ...(values.tenant === undefined ? {} : { tenant: tenantOption(values.tenant) }),
      ...(values.head === undefined ? {} : { anchor: headOption(values.head) }),
      json: values.json === true,
      config: loadConfig(),
      signal: interrupt.signal,
      out: (line) => console.log(line),
      progress: process.stderr,
    });
    return whole ? 0 : 1;
  } catch (error) {
    if (interrupt.signal.aborted && error === interrupt.signal.reason) return 130;
    const expected = error instanceof RefusedError || error instanceof ConfigError;
    console.error(expected || !(error instanceof Error) ? String(error instanceof Error ? error.message : error) : error.stack);
    return 1;
  }
}

process.exitCode = await main();
