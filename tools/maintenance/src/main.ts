import { DomainError } from '@aoc/contracts';
import { ConfigError, loadConfig } from '@aoc/server/config';
import { MappingsFileError } from '@aoc/server/ingestion';
import { parseArgs } from 'node:util';
import { COMMANDS, RefusedError, runMaintenance, tenantOption, type Command } from './run';

const help = `Works on the events that are stored already, in the database of MONGO_URI and DB_NAME. Stop all workers first.
Interrupted (Ctrl-C, crash), the same command goes on where it was.

npm run maintenance -- renormalize|dedupe|recount [--tenant ID]

  renormalize   applies the mapping file and the normaliser of this version; tags, comments and ingestion times stay
  dedupe        gives events the dedupe keys of this version and merges those that are the same action, with all tags and comments
  recount       counts the values of filters (facets) anew

  --tenant ID   only this tenant; default all

Exit codes: 0 done, 1 failed or refused, 2 wrong usage, 130 interrupted.`;

const isCommand = (word: string | undefined): word is Command => COMMANDS.some((command) => command === word);

/** @returns the exit code */
async function main(): Promise<number> {
  const options = { tenant: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;
  let values: { tenant?: string; help?: boolean };
  let positionals: string[];
  try {
    ({ values, positionals } = parseArgs({ allowPositionals: true, options }));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
    return 2;
  }
  if (values.help) {
    console.log(help);
    return 0;
  }
  const [command, ...rest] = positionals;
  if (!isCommand(command) || rest.length > 0) {
    console.error(`Name one command: ${COMMANDS.join(', ')}.\n\n${help}`);
    return 2;
  }
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupt.abort());
  try {
    const tenant = values.tenant === undefined ? {} : { tenant: tenantOption(values.tenant) };
    const io = { out: (line: string) => console.log(line), progress: process.stderr };
    await runMaintenance({ command, ...tenant, config: loadConfig(), signal: interrupt.signal, ...io });
    return 0;
  } catch (error) {
    if (interrupt.signal.aborted && error === interrupt.signal.reason) {
      console.error('Interrupted. Run the same command again: it goes on where it was.');
      return 130;
    }
    const expected =
      error instanceof RefusedError || error instanceof DomainError || error instanceof ConfigError || error instanceof MappingsFileError;
    console.error(expected || !(error instanceof Error) ? String(error instanceof Error ? error.message : error) : error.stack);
    return 1;
  }
}

process.exitCode = await main();
