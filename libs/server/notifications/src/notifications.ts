import type { ChannelKind, TenantId } from '@aoc/contracts';
import type { Config } from '@aoc/server/config';
import type { TenantContext } from '@aoc/server/context';
import type { Connection } from '@aoc/server/mongo';
import { secretBox, type SecretBox } from '@aoc/server/secrets';
import { configuredTenant } from '@aoc/server/tenants';
import type { EnvironmentChannel } from './channels/environment-channel';
import { mailSender, type SendMail } from './delivery/send-mail';
import { trusting } from './delivery/trust';
import { allowList, type AllowList } from './guard/allow-list';
import { systemResolve, type Resolve } from './guard/guarded-lookup';
import { notificationStores, type NotificationStores } from './stores.repository';
import { tenantChoices, type TenantChoices } from './tenant-choices';

/** Longest time for one attempt, in milliseconds. */
const SEND_MS = 10_000;

/** What became of one attempt to deliver a message. */
export type DeliveryOutcome = 'delivered' | 'retried' | 'dead';

/** Everything that the verbs of notifications work with; made once per process by {@link openNotifications}. */
export interface Notifications {
  stores: NotificationStores;
  secrets: SecretBox;
  /** The channel of ALERT_WEBHOOK_URL; null when that is not set. */
  environment: EnvironmentChannel | null;
  allowed: AllowList;
  /** Certificates in PEM that connections to receivers trust; undefined: those that Node trusts. */
  authorities: string[] | undefined;
  choicesOf(tenant: TenantId): Promise<TenantChoices>;
  publicUrl: string;
  resolve: Resolve;
  /** Null when SMTP_URL is not set. */
  sendMail: SendMail | null;
  sendMs: number;
  /** Jitter of the waits, in [0, 1). */
  random: () => number;
  /** Told that messages of a tenant may be due. */
  onWritten?: (tenantId: TenantId) => void;
  /** Told of alerts whose message has arrived for the first time at a channel; sets `notified_at` on them. */
  onDelivered?: (ctx: TenantContext, alertIds: readonly string[], at: Date) => Promise<void>;
  onOutcome?: (kind: ChannelKind, outcome: DeliveryOutcome) => void;
  /** Told of failures that were survived, for the log. */
  onProblem?: (what: 'delivered', error: unknown) => void;
}

function environmentChannel(config: Config): EnvironmentChannel | null {
  const { ALERT_WEBHOOK_URL: url, ALERT_WEBHOOK_FORMAT: format } = config;
  if (url === '') return null;
  return { tenantId: configuredTenant(config).id, url, kind: format === 'generic' ? 'webhook' : format };
}

export function openNotifications(connection: Connection, config: Config): Notifications {
  const authorities = trusting(config.NOTIFY_CA);
  return {
    stores: notificationStores(connection),
    secrets: secretBox({ current: config.ENCRYPTION_KEY, previous: config.ENCRYPTION_KEY_PREVIOUS }),
    environment: environmentChannel(config),
    allowed: allowList(config.NOTIFY_ALLOW_PRIVATE),
    authorities,
    choicesOf: tenantChoices(connection, config),
    publicUrl: config.PUBLIC_URL,
    resolve: systemResolve,
    sendMail: config.SMTP_URL === '' ? null : mailSender(config.SMTP_URL, config.SMTP_FROM, authorities),
    sendMs: SEND_MS,
    random: Math.random,
  };
}
