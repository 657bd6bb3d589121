export {
  NO_PRIVACY_LIMITS,
  requestContext,
  systemClock,
  systemContext,
  type Clock,
  type PrivacyPolicy,
  type ReadContext,
  type TenantContext,
  type TenantScope,
} from './context';
