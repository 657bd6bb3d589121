import type { TimeSlice } from '../client-types';

const SECOND_MS = 1000;
/** Longest window of one request. Source: Management Activity API reference; longer ones may be answered in part, silently. */
export const MAX_WINDOW_MS = 24 * 3600 * SECOND_MS;

/** The API's format of a time: whole seconds of UTC, without zone. */
export const windowTime = (date: Date): string => date.toISOString().slice(0, 19);

/** Windows of at most 24 h on whole seconds that together cover the slice, oldest first. Empty for an empty or reversed slice. */
export function contentWindows(slice: TimeSlice): TimeSlice[] {
  const start = Math.floor(slice.start.getTime() / SECOND_MS) * SECOND_MS;
  const end = Math.ceil(slice.end.getTime() / SECOND_MS) * SECOND_MS;
  const windows: TimeSlice[] = [];
  for (let from = start; from < end && slice.start < slice.end; from += MAX_WINDOW_MS) {
    windows.push({ start: new Date(from), end: new Date(Math.min(from + MAX_WINDOW_MS, end)) });
  }
  return windows;
}
