export { groupsThatCount } from './access-rules';
export { LeftOutGroups } from './groups/left-out-groups';
export { Authenticator } from './authenticator';
export { apiKeyCollection } from './keys/api-key.schema';
export { ApiKeyRepository, apiKeyStore, type ApiKeyStore } from './keys/api-key.repository';
export { createApiKey, listApiKeys, revokeApiKey } from './keys/manage-api-keys';
export { holdsRole, seesHidden, type Principal } from './principal';
export { CredentialRefused, notSignedIn } from './refusal';
