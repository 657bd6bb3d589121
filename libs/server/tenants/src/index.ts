export {
  configuredTenant,
  environmentCredentials,
  registerConfiguredTenant,
  type CredentialsProvider,
  type TenantCredentials,
} from './registry';
export { tenantCollection } from './tenant.schema';
export { TenantRepository, type Tenant } from './tenant.repository';
