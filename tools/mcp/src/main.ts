import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { ApiError, checkApi } from './check-api';
import { help, optionsOf, UsageError } from './options';
import { Relay } from './relay';

const tell = (line: string): void => void process.stderr.write(`aoc: ${line}\n`);
const isLocal = ({ hostname }: URL): boolean => hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');

/** @returns the exit code */
async function main(): Promise<number> {
  try {
    const options = optionsOf(process.argv.slice(2), process.env);
    if (options === null) {
      process.stdout.write(`${help}\n`);
      return 0;
    }
    const { url, headers } = options;
    if (url.protocol === 'http:' && headers.authorization !== undefined && !isLocal(url))
      tell(`the API key goes to ${url.origin} in the clear; use https.`);
    const me = await checkApi(options);
    tell(`connected to ${url.origin} as ${me.display} (${me.role})`);
    await new Relay(new StdioServerTransport(), options, tell).run();
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      tell(`${error.message}\n\n${help}`);
      return 2;
    }
    tell(error instanceof ApiError ? error.message : String(error instanceof Error ? error.stack : error));
    return 1;
  }
}

process.exit(await main());
