export {
  actingAs,
  NO_PRIVACY_LIMITS,
  readContext,
  requestContext,
  systemClock,
  systemContext,
  type Clock,
  type PrivacyPolicy,
  type ReadContext,
  type TenantContext,
  type TenantScope,
} from './context';
