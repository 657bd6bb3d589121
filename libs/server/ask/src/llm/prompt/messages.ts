import { randomBytes } from 'node:crypto';

/** A word that stands around data and that nobody who writes a log record can know. */
export const newMarker = (): string => `DATA-${randomBytes(9).toString('hex')}`;

/** Data between its marks; the JSON is one line. */
export const dataBlock = (marker: string, json: string): string => `${marker} begins\n${json}\n${marker} ends`;

export interface Opening {
  role: 'system' | 'user';
  content: string;
}

/** Instructions and data apart: the first message holds nothing that anyone but AOC has written. */
export const opening = (instructions: string, marker: string, request: string, json: string): Opening[] => [
  { role: 'system', content: instructions },
  { role: 'user', content: `${request}\n\n${dataBlock(marker, json)}\n\nAnswer now, by the rules of the system message.` },
];
