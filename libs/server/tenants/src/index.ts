export { eraseTenant } from './erase-tenant';
export {
  changeTenant,
  createTenant,
  getTenant,
  listTenants,
  resealClientSecret,
  toTenantAnswer,
  type TenantRegistry,
} from './manage-tenants';
export { configuredTenant, credentialsOf, registerConfiguredTenant, type TenantCredentials } from './registry';
export { tenantCollection } from './tenant.schema';
export { TenantRepository, type Tenant } from './tenant.repository';
