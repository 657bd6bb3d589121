export { eraseTenant } from './erase-tenant';
export { certificateOf, changeTenant, createTenant, getTenant, listTenants, toTenantAnswer, type TenantRegistry } from './manage-tenants';
export { microsoftClients, type MicrosoftClients } from './microsoft-clients';
export { configuredRegistration, configuredTenant, credentialsOf, registerConfiguredTenant } from './registry';
export { certificateNotice } from './tenant-credentials';
export { PRIVACY_KEPT_MS, TenantPrivacy, type PrivacySettings } from './tenant-privacy';
export { tenantCollection } from './tenant.schema';
export { TenantRepository, type Tenant } from './tenant.repository';
