/** Cache keys of API keys. */
export const apiKeyKeys = { list: ['api-keys'] as const };
