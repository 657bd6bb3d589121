export {
  inTenant,
  readContext,
  requestContext,
  systemClock,
  systemContext,
  type Clock,
  type ReadContext,
  type TenantContext,
  type TenantScope,
} from './context';
export {
  hasPrivacyLimits,
  hiddenTenants,
  HIDES_NOTHING,
  isHiddenBy,
  isVisible,
  limitsIn,
  NO_PRIVACY_LIMITS,
  policyIn,
  privacyKey,
  type PrivacyLimits,
  type PrivacyPolicy,
} from './privacy';
