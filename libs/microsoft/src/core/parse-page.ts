import { z } from 'zod';
import type { BrokenRecord } from '../record-page';

/** What the text of a page holds. */
export interface ParsedPage {
  records: unknown[];
  broken: BrokenRecord[];
  nextLink: string | undefined;
  truncated: boolean;
}

const graphSchema = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().optional() });

/** Reads a Graph page (`value` and `@odata.nextLink`) or a bare array. Undefined: the text is no such thing. */
export function parsePage(body: Buffer): ParsedPage | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8').replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
  if (Array.isArray(value)) return { records: value, broken: [], nextLink: undefined, truncated: false };
  const page = graphSchema.safeParse(value);
  if (!page.success) return undefined;
  return { records: page.data.value, broken: [], nextLink: page.data['@odata.nextLink'], truncated: false };
}
