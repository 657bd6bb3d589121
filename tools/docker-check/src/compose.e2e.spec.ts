import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { root } from './dockerfiles';

const serviceSchema = z.looseObject({
  image: z.string().optional(),
  user: z.string().optional(),
  read_only: z.boolean().optional(),
  healthcheck: z.looseObject({ test: z.unknown(), disable: z.boolean().optional() }).optional(),
  mem_limit: z.union([z.string(), z.number()]).optional(),
  pids_limit: z.number().optional(),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
  ports: z.array(z.unknown()).optional(),
  networks: z.record(z.string(), z.unknown()).optional(),
  environment: z.record(z.string(), z.string().nullable()).optional(),
});
const composeSchema = z.looseObject({
  services: z.record(z.string(), serviceSchema),
  networks: z.record(z.string(), z.looseObject({ internal: z.boolean().optional() })).optional(),
});

const required = {
  AOC_VERSION: '2.0.0',
  AOC_REGISTRY: 'registry.example.com/aoc',
  MONGO_ROOT_USERNAME: 'aoc',
  MONGO_ROOT_PASSWORD: 'from-the-environment-1',
  VALKEY_PASSWORD: 'from-the-environment-2',
};

/** `docker-compose config` as it would be used, with the variables from an env file. */
function composeConfig(file: string, variables: Record<string, string>): z.infer<typeof composeSchema> {
  const folder = mkdtempSync(path.join(tmpdir(), 'aoc-compose-'));
  try {
    const envFile = path.join(folder, 'env');
    writeFileSync(
      envFile,
      Object.entries(variables)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    );
    const program = process.env.AOC_DOCKER_COMPOSE ?? 'docker-compose';
    const options = { cwd: root, encoding: 'utf8', env: { PATH: process.env.PATH }, stdio: 'pipe' } as const;
    return composeSchema.parse(parse(execFileSync(program, ['--env-file', envFile, '-f', file, 'config'], options)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Variables of `.env.example`, which the schema renders. */
const documented = [...readFileSync(path.join(root, '.env.example'), 'utf8').matchAll(/^#?([A-Z][A-Z0-9_]*)=/gm)].map(
  (match) => match[1] ?? '',
);
/** Fixed by the images, or only for a single process on a workstation. */
const notPassedOn = [
  'HOST',
  'PORT',
  'WEB_DIR',
  'METRICS_PORT',
  'METRICS_HOST',
  'DEMO',
  'MONGO_ROOT_USERNAME',
  'MONGO_ROOT_PASSWORD',
  'MONGO_PORT',
  'ARCHIVE_DIR',
  'MAPPINGS_FILE',
];

describe.each(['docker-compose.yml', 'docker-compose.prod.yml'])('%s', (file) => {
  const config = composeConfig(file, required);

  it('has all services, on MongoDB 8 and Valkey 8', () => {
    expect(Object.keys(config.services).sort()).toEqual(['api', 'migrate', 'mongo', 'valkey', 'web', 'worker']);
    expect(config.services.mongo?.image).toMatch(/^mongo:8\./);
    expect(config.services.valkey?.image).toMatch(/^valkey\/valkey:8\./);
  });

  it.each(['api', 'worker', 'migrate'])('passes every documented variable to %s', (name) => {
    const passed = Object.keys(config.services[name]?.environment ?? {});
    expect(documented.filter((variable) => !notPassedOn.includes(variable) && !passed.includes(variable))).toEqual([]);
  });

  it('does not depend on features of one compose version', () => {
    const written = z.looseObject({}).parse(parse(readFileSync(path.join(root, file), 'utf8'), { merge: true }));
    expect(Object.keys(written).filter((key) => !key.startsWith('x-'))).toEqual(expect.arrayContaining(['services', 'volumes']));
    expect(Object.keys(written)).not.toContain('version');
  });
});

describe('docker-compose.prod.yml', () => {
  const { services, networks } = composeConfig('docker-compose.prod.yml', required);
  const each = Object.entries(services);

  it.each(each)('%s is hardened and limited', (_name, service) => {
    expect(service.read_only).toBe(true);
    expect(service.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(service.cap_drop).toEqual(['ALL']);
    expect(service.security_opt).toEqual(['no-new-privileges:true']);
    expect(service.mem_limit).toBeDefined();
    expect(service.pids_limit).toBeGreaterThan(0);
  });

  it.each(each.filter(([name]) => name !== 'migrate'))('%s has a health check', (_name, service) => {
    expect(service.healthcheck?.test).toBeTruthy();
  });

  it('reaches database and queue over the internal network only, and publishes nothing but the web server', () => {
    expect(networks?.data?.internal).toBe(true);
    for (const name of ['mongo', 'valkey']) expect(Object.keys(services[name]?.networks ?? {})).toEqual(['data']);
    expect(each.filter(([, service]) => service.ports !== undefined).map(([name]) => name)).toEqual(['web']);
  });

  it('requires sign-in unless it is switched off by name', () => {
    expect(services.api?.environment).toMatchObject({ AUTH_ENABLED: 'true', ALLOW_UNAUTHENTICATED_NETWORK: 'false' });
  });

  it.each(Object.keys(required))('refuses to start without %s', (name) => {
    const { [name]: _missing, ...rest } = required as Record<string, string>;
    expect(() => composeConfig('docker-compose.prod.yml', rest)).toThrow(name);
  });
});
