import { parseArgs } from 'node:util';

export const help = `Offers the tools of AOC to an assistant that starts programs and talks to them over standard input and output (MCP, stdio).
It asks the API of a running AOC: nothing is read from the database directly, and the rights are those of the API key.

npm run -s mcp [-- --url URL] [--tenant ID]

  --url URL        address of AOC; default AOC_URL, else http://127.0.0.1:8000
  --tenant ID      tenant to ask, for keys of several; default AOC_TENANT, else the tenant of the key. * asks all that the key may see
  --api-key KEY    default AOC_API_KEY, which others on this machine cannot see in the list of programs. Not needed without sign-in

Standard output carries the protocol and nothing else; messages for people go to standard error.
Exit codes: 0 the assistant closed its end, 1 AOC is away or refuses the key, 2 wrong usage.`;

export class UsageError extends Error {}

export interface Options {
  url: URL;
  headers: Record<string, string>;
}

const options = {
  url: { type: 'string' },
  tenant: { type: 'string' },
  'api-key': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

function addressOf(text: string): URL {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new UsageError(`"${text}" is no address. Give one such as https://aoc.example.com, by --url or AOC_URL.`);
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') throw new UsageError('Leave name and password out of the address; AOC takes an API key.');
  return url;
}

/** What can stand in a header; whatever else was pasted along is a mistake. */
function headerText(name: string, value: string): string {
  if (/^[\x21-\x7e]{1,500}$/.test(value)) return value;
  throw new UsageError(`${name} must be one word of visible ASCII characters.`);
}

/** @returns null when help is asked for @throws UsageError */
export function optionsOf(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Options | null {
  let values: { url?: string; tenant?: string; 'api-key'?: string; help?: boolean };
  try {
    ({ values } = parseArgs({ args: [...args], options }));
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  if (values.help) return null;
  const key = (values['api-key'] ?? env.AOC_API_KEY ?? '').trim();
  const tenant = (values.tenant ?? env.AOC_TENANT ?? '').trim();
  return {
    url: addressOf((values.url ?? env.AOC_URL ?? '').trim() || 'http://127.0.0.1:8000'),
    headers: {
      ...(key === '' ? {} : { authorization: `Bearer ${headerText('The API key', key)}` }),
      ...(tenant === '' ? {} : { 'x-aoc-tenant': headerText('The tenant', tenant) }),
    },
  };
}
