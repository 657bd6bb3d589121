import type { ChannelKind, NotificationChannel } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import type { Notifications } from '../notifications';
import type { ChannelDocument } from './channel.schema';
import { toWire } from './channel-wire';
import { ENVIRONMENT_CHANNEL, environmentWire } from './environment-channel';
import { TENANT_CHANNEL, tenantWire } from './tenant-channel';

/** Where and how a channel delivers, with its secrets in the clear: never stored, logged or answered. */
export interface OpenChannel {
  channel: NotificationChannel;
  url: string | null;
  secret: string | null;
  /** Its address comes from the configuration, which nobody changes through the API: it may be internal. */
  trusted: boolean;
}

const PURPOSES = { url: 'channel-url', secret: 'channel-secret' } as const;
export type SecretField = keyof typeof PURPOSES;

export const sealField = (ctx: TenantContext, n: Notifications, field: SecretField, value: string): string =>
  n.secrets.seal(value, { purpose: PURPOSES[field], tenantId: ctx.tenantId });

/** @throws SecretError */
const openField = (ctx: TenantContext, n: Notifications, field: SecretField, sealed: string): string =>
  n.secrets.open(sealed, { purpose: PURPOSES[field], tenantId: ctx.tenantId });

/** Seals again what a previous key sealed; a change by somebody else meanwhile wins. */
async function renewSeals(ctx: TenantContext, n: Notifications, row: ChannelDocument, open: Pick<OpenChannel, SecretField>): Promise<void> {
  for (const field of ['url', 'secret'] as const) {
    const [sealed, value] = [row[field], open[field]];
    if (sealed === null || value === null || n.secrets.isCurrent(sealed)) continue;
    await n.stores.channels.updateOne(ctx, { _id: row._id, [field]: sealed }, { $set: { [field]: sealField(ctx, n, field, value) } });
  }
}

/** The environment's channel of the tenant of a context, if there is one. */
export const environmentOf = (ctx: TenantContext, n: Notifications) => (n.environment?.tenantId === ctx.tenantId ? n.environment : null);

/**
 * A channel ready to deliver; null when there is none.
 * @throws SecretError when its secrets cannot be opened; DomainError conflict when they are to be sealed again and no key is there
 */
export async function loadChannel(ctx: TenantContext, n: Notifications, id: string): Promise<OpenChannel | null> {
  if (id === ENVIRONMENT_CHANNEL) {
    const own = environmentOf(ctx, n);
    return own && { channel: environmentWire(own), url: own.url, secret: null, trusted: true };
  }
  if (id === TENANT_CHANNEL) {
    const channel = tenantWire(ctx, n, await n.choicesOf(ctx.tenantId));
    return channel && { channel, url: null, secret: null, trusted: true };
  }
  const row = await n.stores.channels.findOne(ctx, { _id: id });
  if (!row) return null;
  const url = row.url === null ? null : openField(ctx, n, 'url', row.url);
  const secret = row.secret === null ? null : openField(ctx, n, 'secret', row.secret);
  await renewSeals(ctx, n, row, { url, secret });
  return { channel: toWire(row), url, secret, trusted: false };
}

/** Kinds that are sent to a URL. */
export const hasUrl = (kind: ChannelKind): boolean => kind !== 'email';
