import { issueLicence, licenceStatus, openLicence } from '@aoc/server/licence';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

const help = `Makes and reads licences, offline.

npm run license -- keys --out DIR
npm run license -- issue --key FILE --subject NAME --max-tenants N --days N [--plan NAME] [--features A,B] [--id ID]
npm run license -- inspect LICENCE|FILE [--public-key FILE]

  keys      writes licence-private.pem (keep it secret, and out of any repository) and licence-public.pem to DIR. For licences under this
            pair the public half goes into libs/server/licence/src/public-key.ts before AOC is built.
  issue     prints a licence (LICENSE_KEY) that is signed with the private key in FILE
            --plan, default msp; --features, default multi_tenant; --id, default a new one; --days from today
  inspect   prints what a licence says and what it is worth today, under the key of this build or that of --public-key

Exit codes: 0 done (inspect: the licence counts today), 1 failed (inspect: it does not count), 2 wrong usage.`;

/** A mistake in how the command was called. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

const options = {
  out: { type: 'string' },
  key: { type: 'string' },
  subject: { type: 'string' },
  'max-tenants': { type: 'string' },
  days: { type: 'string' },
  plan: { type: 'string', default: 'msp' },
  features: { type: 'string', default: 'multi_tenant' },
  id: { type: 'string' },
  'public-key': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;
type Values = { [K in Exclude<keyof typeof options, 'help'>]?: string };

function given(values: Values, name: keyof Values): string {
  const value = values[name]?.trim();
  if (!value) throw new UsageError(`--${name} is missing.`);
  return value;
}
function wholeNumber(values: Values, name: keyof Values, max: number): number {
  const number = Number(given(values, name));
  if (!Number.isInteger(number) || number < 1 || number > max) throw new UsageError(`--${name}: expected a whole number from 1 to ${max}.`);
  return number;
}

function makeKeys(values: Values): void {
  const folder = given(values, 'out');
  const files = { private: path.join(folder, 'licence-private.pem'), public: path.join(folder, 'licence-public.pem') };
  for (const file of Object.values(files)) if (existsSync(file)) throw new Error(`${file} is there already, and is not written over.`);
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(files.private, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  chmodSync(files.private, 0o600);
  writeFileSync(files.public, publicKey.export({ type: 'spki', format: 'pem' }), { flag: 'wx' });
  console.log(`Wrote ${files.private} (secret) and ${files.public}.`);
}

async function issue(values: Values): Promise<void> {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    sub: given(values, 'subject'),
    jti: values.id?.trim() || randomUUID(),
    plan: given(values, 'plan'),
    max_tenants: wholeNumber(values, 'max-tenants', 1_000_000),
    features: given(values, 'features')
      .split(',')
      .map((feature) => feature.trim())
      .filter(Boolean),
    iat: now,
    exp: now + wholeNumber(values, 'days', 36_500) * 86_400,
  };
  console.log(await issueLicence(claims, readFileSync(given(values, 'key'), 'utf8')));
}

async function inspect(values: Values, text: string): Promise<boolean> {
  const token = existsSync(text) ? readFileSync(text, 'utf8') : text;
  const file = values['public-key'];
  const licence = await (file === undefined ? openLicence(token) : openLicence(token, readFileSync(file, 'utf8')));
  const status = licenceStatus(licence, new Date());
  console.log(JSON.stringify(licence.kind === 'signed' ? { ...status, claims: licence.claims } : status, null, 2));
  return status.usable;
}

/** @returns the exit code */
async function main(): Promise<number> {
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const [command, text, ...rest] = positionals;
    if (values.help) {
      console.log(help);
      return 0;
    }
    if (command === 'inspect' && text !== undefined && rest.length === 0) return (await inspect(values, text)) ? 0 : 1;
    if (text !== undefined || (command !== 'keys' && command !== 'issue'))
      throw new UsageError('Name one command: keys, issue, or inspect with a licence.');
    if (command === 'keys') makeKeys(values);
    else await issue(values);
    return 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const usage =
      error instanceof UsageError || (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
    console.error(usage ? `${message}\n\n${help}` : message);
    return usage ? 2 : 1;
  }
}

process.exitCode = await main();
