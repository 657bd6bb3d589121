/** What every record builder gets, and the few conversions that they share. */
import type { Company, User } from '../world/company';
import { adminOffice } from '../world/names';
import type { Rng } from './random';

export interface Build {
  company: Company;
  rng: Rng;
  /** Event time, ms since 1970. */
  at: number;
}

/** Graph's time format: seven fractional digits and `Z`. */
export function graphTime(at: number, rng: Rng): string {
  return `${new Date(at).toISOString().slice(0, 23)}${String(rng.int(10000)).padStart(4, '0')}Z`;
}

/** The Management API's time format: whole seconds, UTC, without saying so. */
export const unifiedTime = (at: number): string => new Date(at).toISOString().slice(0, 19);

/** Exchange shows the client's port with the address, and brackets around IPv6. */
export function withPort(ip: string, rng: Rng): string {
  const port = 1024 + rng.int(64000);
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}

/** How likely an administrator is at work, 0 to 1: the department keeps office hours, and somebody is on call. */
export function adminActivity(at: number): number {
  const local = Math.floor(at / 3_600_000) + adminOffice.utcHours;
  const hour = ((local % 24) + 24) % 24;
  const weekday = (((Math.floor(local / 24) + 4) % 7) + 7) % 7;
  if (weekday === 0 || weekday === 6) return 0.005;
  if (hour >= 9 && hour < 17) return 1;
  return hour === 8 || hour === 17 ? 0.06 : 0.005;
}

/** A person who is likely to be at work at this time; `null` never: nights have few, but some. */
export function pickPerson({ company, rng, at }: Build): User {
  const entry = rng.weighted(company.byOffice, ({ office }) => office.share * officeActivity(at, office.utcHours));
  return rng.pick(entry.users);
}

const hourly = [1, 1, 1, 1, 1, 2, 5, 20, 60, 95, 100, 90, 70, 85, 95, 90, 75, 50, 25, 14, 10, 7, 4, 2].map((x) => x / 100);

/** How busy an office is, 0 to 1, by its local hour; weekends are quiet. */
export function officeActivity(at: number, utcHours: number): number {
  const local = Math.floor(at / 3_600_000) + utcHours;
  const hour = ((local % 24) + 24) % 24;
  const weekday = (((Math.floor(local / 24) + 4) % 7) + 7) % 7;
  return (hourly[hour] ?? 0) * (weekday === 0 || weekday === 6 ? 0.12 : 1);
}
