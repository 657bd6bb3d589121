import { z } from 'zod';
import { fetchedSourceSchema, instantSchema } from './primitives';

/** A stretch of time of one source that has not been read (yet). */
export const coverageGapSchema = z.object({
  source: fetchedSourceSchema,
  start: instantSchema,
  end: instantSchema,
  state: z.enum(['late', 'missing']).meta({ description: 'late: the next runs will read it; missing: the API no longer has it' }),
});
export type CoverageGap = z.infer<typeof coverageGapSchema>;

/** How much of the asked time the stored events cover. */
export const coverageVerdictSchema = z
  .object({
    state: z
      .enum(['complete', 'partial', 'unknown'])
      .meta({ description: 'unknown: nothing has been fetched yet, for example only imports' }),
    gaps: z.array(coverageGapSchema),
  })
  .meta({ id: 'CoverageVerdict' });
export type CoverageVerdict = z.infer<typeof coverageVerdictSchema>;
