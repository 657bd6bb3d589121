import type { FetchedSource, TenantAnswer, WorkingTime } from '@aoc/contracts';
import type { NewTenantInput, TenantInput } from '../api/save-tenant';

/** What the form holds; an empty text is the installation's own setting. */
export interface TenantDraft {
  tenantId: string;
  name: string;
  clientId: string;
  secret: string;
  sources: FetchedSource[];
  interval: string;
  retention: string;
  working: Required<WorkingTime> | null;
  /** null: as the installation does. */
  privacy: TenantAnswer['privacy'];
  defaults: NonNullable<TenantAnswer['notification_defaults']>;
  look: { name: string; accent: string; logo: string | null };
}

export const usualWork = (): Required<WorkingTime> => ({ time_zone: 'UTC', days: [1, 2, 3, 4, 5], start: '09:00', end: '17:00' });
const numberText = (value: number | null): string => (value === null ? '' : String(value));
const textNumber = (text: string): number | null => (text.trim() === '' ? null : Number(text));

export const newTenant = (): TenantDraft => ({
  tenantId: '',
  name: '',
  clientId: '',
  secret: '',
  sources: [],
  interval: '',
  retention: '',
  working: null,
  privacy: null,
  defaults: { min_severity: null, quiet_hours: null, recipients: [] },
  look: { name: '', accent: '', logo: null },
});

export const draftOfTenant = (tenant: TenantAnswer): TenantDraft => ({
  tenantId: tenant.tenant_id,
  name: tenant.name,
  clientId: tenant.client_id ?? '',
  secret: '',
  sources: tenant.sources ?? [],
  interval: numberText(tenant.interval_minutes),
  retention: numberText(tenant.retention_days),
  working: tenant.working_time && { ...usualWork(), ...tenant.working_time },
  privacy: tenant.privacy,
  defaults: tenant.notification_defaults ?? newTenant().defaults,
  look: { name: tenant.branding?.name ?? '', accent: tenant.branding?.accent ?? '', logo: tenant.branding?.logo ?? null },
});

/** Null where nothing is set. */
function defaultsOf({ defaults }: TenantDraft): TenantAnswer['notification_defaults'] {
  const { min_severity, quiet_hours, recipients } = defaults;
  return min_severity === null && quiet_hours === null && recipients.length === 0 ? null : defaults;
}
function brandingOf({ look }: TenantDraft): TenantAnswer['branding'] {
  const branding = { name: look.name.trim() || null, accent: look.accent.trim() || null, logo: look.logo };
  return Object.values(branding).every((value) => value === null) ? null : branding;
}

/** What is hidden, as a sentence. */
export function privacyWords({ services, operations }: NonNullable<TenantAnswer['privacy']>): string {
  const parts = [...services, ...(operations.length > 0 ? [`${operations.length} operations`] : [])];
  return parts.length === 0 ? 'Hides nothing' : `Hides ${parts.join(', ')} from those without a privacy role`;
}

/** Credentials go along only with a typed secret: the stored one never comes back to be sent again. */
const toSettings = (draft: TenantDraft) => ({
  ...(draft.secret === '' ? {} : { credentials: { client_id: draft.clientId.trim(), client_secret: draft.secret } }),
  sources: draft.sources.length === 0 ? null : draft.sources,
  interval_minutes: textNumber(draft.interval),
  retention_days: textNumber(draft.retention),
  working_time: draft.working,
});
const toOwnSettings = (draft: TenantDraft) => ({
  privacy: draft.privacy,
  notification_defaults: defaultsOf(draft),
  branding: brandingOf(draft),
});

/** The form as a change of a tenant. The name of the environment's tenant comes from there, so it does not go along. */
export const toChange = (draft: TenantDraft, { origin }: Pick<TenantAnswer, 'origin'>): TenantInput => ({
  ...(origin === 'environment' ? {} : { name: draft.name }),
  ...toSettings(draft),
  ...toOwnSettings(draft),
});

export const toNewTenant = (draft: TenantDraft): NewTenantInput => ({
  name: draft.name,
  ...toSettings(draft),
  tenant_id: draft.tenantId.trim().toLowerCase(),
});
