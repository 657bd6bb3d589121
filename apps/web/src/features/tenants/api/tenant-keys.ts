/** Cache keys of tenants. */
export const tenantKeys = { list: ['tenants'] as const, licence: ['licence'] as const };
