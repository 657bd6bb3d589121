import { z } from 'zod';
import { instantSchema } from './primitives';
import { route } from './route';

/** `expiring`: within 30 days; `grace`: expired, but still counts for 14 days. */
export const licenceStateSchema = z.enum(['none', 'valid', 'expiring', 'grace', 'expired', 'forged', 'not_yet_valid']);

export const licenceStatusSchema = z
  .object({
    state: licenceStateSchema,
    usable: z.boolean().meta({ description: 'true while it grants its features' }),
    message: z.string().meta({ description: 'the state in words, and what to do' }),
    plan: z.string().nullable(),
    max_tenants: z.int(),
    features: z.array(z.string()),
    licensee: z.string().nullable(),
    id: z.string().nullable(),
    expires_at: instantSchema.nullable(),
    grace_until: instantSchema.nullable(),
  })
  .meta({ id: 'Licence' });
export type LicenceStatus = z.infer<typeof licenceStatusSchema>;

export const licenceRoutes = {
  licence: route({
    method: 'get',
    path: '/api/licence',
    operationId: 'licence',
    summary: 'State of the licence; one tenant needs none',
    tag: 'operations',
    role: 'viewer',
    responses: { 200: { description: 'The state', schema: licenceStatusSchema } },
  }),
};
