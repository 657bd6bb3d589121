import { CertificateError, readClientCertificate } from '@aoc/server/secrets';
import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import type { Variable } from './fields';
import { variables } from './variables';

type Groups = typeof variables;
type Union<T> = T extends unknown ? (k: T) => void : never;
type Merge<T> = Union<T> extends (k: infer I) => void ? I : never;
type Flat = Merge<Groups[keyof Groups]>;
/** The parsed settings of a process, by variable name. */
export type Config = { readonly [K in keyof Flat]: Flat[K] extends Variable<infer S> ? z.output<S> : never };

/** All mistakes of the environment at once; the message is ready to print. */
export class ConfigError extends Error {
  constructor(readonly problems: string[]) {
    super(
      `The configuration has ${problems.length === 1 ? 'a mistake' : `${problems.length} mistakes`}:\n${problems.map((p) => `  - ${p}`).join('\n')}\nCorrect the environment or .env and start again; .env.example explains every variable.`,
    );
    this.name = 'ConfigError';
  }
}

const flatten = (): [string, Variable][] => Object.values(variables).flatMap((group): [string, Variable][] => Object.entries(group));

function rawValue(name: string, env: NodeJS.ProcessEnv, problems: string[]): string | undefined {
  const file = env[`${name}_FILE`];
  const direct = env[name];
  if (file === undefined || file === '') return direct === '' ? undefined : direct;
  if (direct !== undefined && direct !== '') {
    problems.push(`${name} and ${name}_FILE are both set: keep one of them.`);
    return undefined;
  }
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    problems.push(
      `${name}_FILE names ${file}, which cannot be read (${typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown error'}).`,
    );
    return undefined;
  }
}

function credentialRules(c: Config): string[] {
  const { TENANT_ID, CLIENT_ID, CLIENT_SECRET, CLIENT_CERTIFICATE: certificate, CLIENT_CERTIFICATE_KEY: key } = c;
  if (certificate === '' && key === '') {
    const missing = Object.entries({ TENANT_ID, CLIENT_ID, CLIENT_SECRET }).filter(([, v]) => v === '');
    const names = missing.map(([n]) => n).join(' and ');
    return missing.length > 0 && missing.length < 3
      ? [`${names}: missing. TENANT_ID, CLIENT_ID and CLIENT_SECRET belong together; set all three or none.`]
      : [];
  }
  if (CLIENT_SECRET !== '') return ['CLIENT_SECRET and CLIENT_CERTIFICATE are both set: keep one of them.'];
  const all = { TENANT_ID, CLIENT_ID, CLIENT_CERTIFICATE: certificate, CLIENT_CERTIFICATE_KEY: key };
  const missing = Object.entries(all).filter(([, v]) => v === '');
  if (missing.length > 0)
    return [`${missing.map(([n]) => n).join(' and ')}: missing. ${Object.keys(all).join(', ')} belong together; set all four or none.`];
  try {
    readClientCertificate(certificate, key);
    return [];
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    return [`CLIENT_CERTIFICATE${error.part === 'key' ? '_KEY' : ''}: ${error.message}`];
  }
}

function rules(c: Config): string[] {
  const problems = credentialRules(c);
  const unknown = c.SOURCES.filter((s) => !['directory', 'signin', 'intune', 'unified'].includes(s));
  if (unknown.length > 0)
    problems.push(`SOURCES: ${unknown.join(', ')} is not a source. Expected some of directory, signin, intune, unified.`);
  if (c.SIEM_ENABLED && !c.SIEM_WEBHOOK_URL)
    problems.push('SIEM_WEBHOOK_URL: missing although SIEM_ENABLED is true. Example: https://siem.example.com/ingest');
  if (c.SMTP_URL && !c.SMTP_FROM) problems.push('SMTP_FROM: missing although SMTP_URL is set. Example: AOC <aoc@example.com>');
  if (c.AUTH_ENABLED && (!c.AUTH_TENANT_ID || !c.AUTH_CLIENT_ID))
    problems.push('AUTH_TENANT_ID and AUTH_CLIENT_ID: needed when AUTH_ENABLED is true.');
  const loopback = ['127.0.0.1', '::1', 'localhost'].includes(c.HOST);
  if (!loopback && !c.AUTH_ENABLED && !c.ALLOW_UNAUTHENTICATED_NETWORK)
    problems.push(
      `HOST=${c.HOST} would serve other machines without sign-in. Set AUTH_ENABLED=true, or HOST=127.0.0.1, or ALLOW_UNAUTHENTICATED_NETWORK=true if something in front of AOC protects it.`,
    );
  return problems;
}

/**
 * Parses the settings of this process once.
 * @throws ConfigError naming every mistake with what was expected and an example; values of secrets are never shown.
 */
export function parseConfig(env: NodeJS.ProcessEnv): Config {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, v] of flatten()) {
    const raw = rawValue(name, env, problems);
    const result = v.schema.safeParse(raw);
    if (result.success) values[name] = result.data;
    else {
      const shown = v.secret ? '(hidden)' : JSON.stringify(raw?.slice(0, 60));
      const example = v.example ? ` Example: ${v.secret ? v.example.replace(/:[^:@/]+@/, ':***@') : v.example}` : '';
      problems.push(`${name}=${shown}: ${result.error.issues.map((i) => i.message).join('; ')}.${example}`);
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  const config = Object.freeze(values) as Config;
  const broken = rules(config);
  if (broken.length > 0) throw new ConfigError(broken);
  return config;
}

/** The settings of this process, from its environment. */
export const loadConfig = (): Config => parseConfig(process.env);
