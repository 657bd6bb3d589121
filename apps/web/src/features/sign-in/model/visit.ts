/**
 * What a page leaves for the next one on the way to Entra and back, in this tab only. Not in OAuth's `state`: the address may hold what
 * somebody looks for, which is nobody else's business.
 */
const NOTE = 'aoc.sign-in.note';
const ADDRESS = 'aoc.sign-in.address';

export type Note = 'returning' | 'signed-out';

export function leaveNote(note: Note, address: string): void {
  sessionStorage.setItem(NOTE, note);
  sessionStorage.setItem(ADDRESS, address);
}

/** The note, which is gone then. */
export function takeNote(): string | null {
  const note = sessionStorage.getItem(NOTE);
  sessionStorage.removeItem(NOTE);
  return note;
}

/** A path of this site, whatever was stored. */
export function safeAddress(stored: string | null): string {
  return stored !== null && /^\/(?![/\\])/.test(stored) ? stored : '/';
}

/** Where the person was before. */
export const returnAddress = (): string => safeAddress(sessionStorage.getItem(ADDRESS));

export function forgetVisit(): void {
  sessionStorage.removeItem(NOTE);
  sessionStorage.removeItem(ADDRESS);
}
