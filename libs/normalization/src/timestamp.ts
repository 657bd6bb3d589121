const ISO = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,12}))?)?\s?(?:(Z|UTC|GMT)|([+-])(\d{2}):?(\d{2}))?$/i;
const AMERICAN = /^(\d{1,2})\/(\d{1,2})\/(\d{4}),? (\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?: ?([AP])M)?$/i;
const DOT_NET = /^\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/$/;

const SECONDS_2000 = 946_684_800;
const SECONDS_2100 = 4_102_444_800;

interface Parts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
}

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

const milliseconds = (fraction: string | undefined): number => (fraction ? Number(fraction.slice(0, 3).padEnd(3, '0')) : 0);

function instant({ year, month, day, hour, minute, second, millisecond }: Parts): number | null {
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null;
  if (hour > 23 || minute > 59 || second > 59) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.setUTCHours(hour, minute, second, millisecond);
}

function parseIso(text: string): number | null {
  const match = ISO.exec(text);
  if (!match) return null;
  const [, year, month, day, hour, minute, second, fraction, , sign, offsetHours, offsetMinutes] = match;
  const time = instant({
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second ?? 0),
    millisecond: milliseconds(fraction),
  });
  if (time === null || !sign) return time;
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000;
  return sign === '-' ? time + offset : time - offset;
}

function parseAmerican(text: string): number | null {
  const match = AMERICAN.exec(text);
  if (!match) return null;
  const [, month, day, year, hourText, minute, second, fraction, half] = match;
  let hour = Number(hourText);
  if (half) {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (half.toUpperCase() === 'P' ? 12 : 0);
  }
  return instant({
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour,
    minute: Number(minute),
    second: Number(second ?? 0),
    millisecond: milliseconds(fraction),
  });
}

/** Epoch seconds or milliseconds, told apart by size: only readings between 2000 and 2100 are unambiguous. */
function parseEpoch(value: number): number | null {
  if (value >= SECONDS_2000 && value <= SECONDS_2100) return Math.floor(value * 1000);
  if (value >= SECONDS_2000 * 1000 && value <= SECONDS_2100 * 1000) return Math.floor(value);
  return null;
}

/**
 * Milliseconds since 1970 of a timestamp in any form that the sources use; null when it is none.
 * ISO 8601 with `T` or a blank, any number of fractional digits (cut, not rounded), `Z`, an offset, or no zone, which is UTC;
 * `11/14/2025 1:48:53 AM` (month first, UTC); `/Date(ms)/`; epoch numbers.
 */
export function parseTimestamp(value: unknown): number | null {
  if (typeof value === 'number') return parseEpoch(value);
  if (typeof value !== 'string' || value.length > 64) return null;
  const text = value.trim();
  const iso = parseIso(text) ?? parseAmerican(text);
  if (iso !== null) return iso;
  const dotNet = DOT_NET.exec(text);
  if (dotNet) return Number(dotNet[1]);
  return /^\d{10}(\d{3})?$/.test(text) ? parseEpoch(Number(text)) : null;
}

const EARLIEST = SECONDS_2000 * 1000;
const FUTURE_TOLERANCE = 2 * 24 * 3_600_000;

export type TimestampVerdict =
  | { ok: true; timestamp: Date }
  | { ok: false; reason: 'no_timestamp' | 'timestamp_out_of_range'; detail: string };

/** The first usable of the candidates, held against what is plausible: not before 2000, not more than two days after `now`. */
export function chooseTimestamp(candidates: readonly unknown[], now: Date): TimestampVerdict {
  for (const candidate of candidates) {
    const time = parseTimestamp(candidate);
    if (time === null) continue;
    if (time >= EARLIEST && time <= now.getTime() + FUTURE_TOLERANCE) return { ok: true, timestamp: new Date(time) };
    return {
      ok: false,
      reason: 'timestamp_out_of_range',
      detail: `timestamp ${describe(candidate)} is before 2000 or more than two days ahead`,
    };
  }
  const seen = candidates.find((candidate) => candidate !== undefined && candidate !== null);
  return { ok: false, reason: 'no_timestamp', detail: seen === undefined ? 'no timestamp' : `unreadable timestamp ${describe(seen)}` };
}

const describe = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? JSON.stringify(value).slice(0, 66).toWellFormed() : `of type ${typeof value}`;
