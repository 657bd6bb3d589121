/** How many records a stream has in a time slice, and how late the platform delivers them. Pure. */
import type { Stream } from '../model';
import { offices } from '../world/names';
import { officeActivity } from './build';
import type { Rng } from './random';

/** Ten minutes. */
export const sliceMs = 600_000;
const slicesPerWeek = (7 * 86_400_000) / sliceMs;

/** Share of all records, and which part of them comes evenly round the clock instead of with people's work. */
export const mix: Record<Stream, { share: number; flat: number }> = {
  directory: { share: 0.08, flat: 0.3 },
  signin: { share: 0.22, flat: 0.03 },
  intune: { share: 0.02, flat: 0.4 },
  'Audit.AzureActiveDirectory': { share: 0.16, flat: 0.1 },
  'Audit.Exchange': { share: 0.27, flat: 2 / 3 },
  'Audit.SharePoint': { share: 0.16, flat: 0.03 },
  'Audit.General': { share: 0.08, flat: 0.1 },
  'DLP.All': { share: 0.01, flat: 0 },
};

const activity = (at: number): number => offices.reduce((sum, office) => sum + office.share * officeActivity(at, office.utcHours), 0);

const meanActivity = Array.from({ length: slicesPerWeek }, (_, i) => activity(i * sliceMs)).reduce((a, b) => a + b, 0) / slicesPerWeek;

/** Relative load of a stream in a slice; its mean over a week is 1. */
export function load(stream: Stream, slice: number): number {
  const { flat } = mix[stream];
  return flat + ((1 - flat) * activity(slice * sliceMs)) / meanActivity;
}

/** Part of the slice's records that is round-the-clock housekeeping, 0 to 1. */
export const housekeepingShare = (stream: Stream, slice: number): number => mix[stream].flat / load(stream, slice);

/** Typical Graph delay in ms: minutes, with a small tail up to half an hour. */
export function graphDelay(stream: Stream, rng: Rng): number {
  const u = rng.float();
  if (u > 0.99) return 600_000 + rng.int(1_200_000);
  return (stream === 'intune' ? 60_000 : 90_000) + u * u * (stream === 'intune' ? 600_000 : 300_000);
}

/** Typical delay of the unified log in ms: 60 to 90 minutes, one record in a hundred up to 24 hours. */
export function unifiedDelay(rng: Rng): number {
  const u = rng.float();
  if (u > 0.99) return 5_400_000 + rng.int(86_400_000 - 5_400_000);
  return 3_600_000 + rng.int(1_800_000);
}
