import { tenantIdSchema } from '@aoc/contracts';
import { z } from 'zod';
import { tool } from '../tool';

const MAX_TENANTS = 500;

export const listTenants = tool({
  name: 'list_tenants',
  title: 'List tenants',
  description:
    'Tenants that this connection may ask about. The tenant is chosen by the header X-AOC-Tenant of the connection, not by a tool.',
  input: z.strictObject({}),
  output: z.object({
    tenants: z.array(z.object({ tenant_id: tenantIdSchema, name: z.string(), asked: z.boolean() })),
    total: z.int(),
    note: z.string(),
  }),
  role: 'viewer',
  readOnly: true,
  idempotent: true,
  crossTenant: true,
  heavy: false,
  run: async (ctx, deps) => {
    const all = await deps.tenants();
    const tenants = all.slice(0, MAX_TENANTS).map(({ id, name }) => ({ tenant_id: id, name, asked: ctx.tenants.includes(id) }));
    return { tenants, total: all.length, note: 'asked: the tools of this connection look into this tenant.' };
  },
});
