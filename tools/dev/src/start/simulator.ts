import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { StartOptions } from './options';
import { freePort } from './port';

const worldSchema = z.object({ seed: z.number(), events: z.number(), anchor: z.iso.datetime(), port: z.number().optional() });
/** The simulated company. Its past ends and its present begins at `anchor`, so that a restart finds the same records. */
export type World = z.infer<typeof worldSchema>;

const announcementSchema = z.object({
  loginUrl: z.string(),
  graphUrl: z.string(),
  managementUrl: z.string(),
  tenantId: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
});
/** What simulator-child.ts writes on its first line. */
export type Announcement = z.infer<typeof announcementSchema>;

const defaults = { seed: 1, events: 20_000 };

/** The company of this data folder, or a new one when there is none or other numbers are asked for. */
export function readWorld(dataDir: string, options: Pick<StartOptions, 'seed' | 'events'>, now: Date): World {
  const file = path.join(dataDir, 'simulated-company.json');
  const stored = existsSync(file) ? worldSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data : undefined;
  const seed = options.seed ?? stored?.seed ?? defaults.seed;
  const events = options.events ?? stored?.events ?? defaults.events;
  if (stored?.seed === seed && stored.events === events) return stored;
  const world = { seed, events, anchor: now.toISOString() };
  writeFileSync(file, `${JSON.stringify(world)}\n`);
  return world;
}

/** Arguments of simulator-child.ts; the port is chosen here so that it stays the same when the simulator is restarted. */
export const simulatorArguments = async (world: World): Promise<string[]> => [JSON.stringify({ ...world, port: await freePort() })];

export const parseWorld = (text: string): World => worldSchema.parse(JSON.parse(text));

/** The announcement in a line of output, or null for any other line. */
export function readAnnouncement(line: string): Announcement | null {
  if (!line.startsWith('{"loginUrl"')) return null;
  return announcementSchema.parse(JSON.parse(line));
}

/** The product's settings for the simulated tenant: it fetches four times a minute, so that a newcomer sees events arrive. */
export const simulatorEnvironment = (announced: Announcement): Record<string, string> => ({
  TENANT_ID: announced.tenantId,
  CLIENT_ID: announced.clientId,
  CLIENT_SECRET: announced.clientSecret,
  LOGIN_URL: announced.loginUrl,
  GRAPH_URL: announced.graphUrl,
  MANAGEMENT_URL: announced.managementUrl,
  TENANT_NAME: 'Simulated company',
  DEMO: 'true',
  ALERTS_ENABLED: 'true',
  ENABLE_PERIODIC_FETCH: 'true',
  FETCH_INTERVAL_MINUTES: '0.25',
  FETCH_OVERLAP_MINUTES: '5',
});
