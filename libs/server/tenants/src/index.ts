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
export { PRIVACY_KEPT_MS, TenantPrivacy, type PrivacySettings } from './tenant-privacy';
export { tenantCollection } from './tenant.schema';
export { TenantRepository, type Tenant } from './tenant.repository';
