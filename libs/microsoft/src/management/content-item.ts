import { contentTypeSchema, type ContentType } from '@aoc/contracts';
import { z } from 'zod';
import type { ContentBlob } from '../client-types';
import { isSameOrigin } from '../core/same-origin';
import type { BrokenRecord } from '../record-page';

const DAY_MS = 86_400_000;
/** Content can be read for this long. Source: Management Activity API reference. */
export const CONTENT_LIFE_MS = 7 * DAY_MS;
const MAX_TEXT = 64 * 1024;

const instant = z
  .string()
  .transform((text) => new Date(/(Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`))
  .refine((date) => !Number.isNaN(date.getTime()), 'is not a time');

const itemSchema = z.object({
  contentId: z.string().min(1).max(1024),
  contentUri: z.url().max(4096),
  contentType: contentTypeSchema.optional().catch(undefined),
  contentCreated: instant,
  contentExpiration: instant.optional().catch(undefined),
});

export type ListedItem = { blob: ContentBlob } | { broken: BrokenRecord };

/** One entry of a content list. An address on another server is not accepted: the token would go there. */
export function readContentItem(value: unknown, index: number, type: ContentType, managementUrl: string): ListedItem {
  const parsed = itemSchema.safeParse(value);
  const broken = (detail: string): ListedItem => ({
    broken: { index, reason: 'blob_unreadable', detail, text: (JSON.stringify(value) ?? '').slice(0, MAX_TEXT) },
  });
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'entry'}: ${issue.message}`);
    return broken(`The entry of the content list names no readable blob (${problems.join('; ')}).`);
  }
  const { contentId, contentUri, contentType, contentCreated, contentExpiration } = parsed.data;
  if (!isSameOrigin(contentUri, managementUrl)) return broken('The address of the blob is on another server; it was not read.');
  return {
    blob: {
      contentId,
      contentUri,
      contentType: contentType ?? type,
      contentCreated,
      contentExpiration: contentExpiration ?? new Date(contentCreated.getTime() + CONTENT_LIFE_MS),
    },
  };
}
