import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/** The process environment over `.env`; empty values in the environment do not hide those of the file. */
export function mergedEnvironment(envFile: string, environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const fromFile = existsSync(envFile) ? parseEnv(readFileSync(envFile, 'utf8')) : {};
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  return { ...fromFile, ...set };
}

/** Whether any credential of a real tenant is set: then the simulator stays out, and a missing one is a mistake. */
export function hasTenantCredentials(env: NodeJS.ProcessEnv): boolean {
  return ['TENANT_ID', 'CLIENT_ID', 'CLIENT_SECRET'].some((name) => Boolean(env[name]) || Boolean(env[`${name}_FILE`]));
}

/** `values` for every variable that `env` leaves unset. */
export function withDefaults(env: NodeJS.ProcessEnv, values: Record<string, string>): NodeJS.ProcessEnv {
  const unset = Object.entries(values).filter(([name]) => !env[name] && !env[`${name}_FILE`]);
  return { ...env, ...Object.fromEntries(unset) };
}
