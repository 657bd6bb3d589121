import { DomainError, noSuch, type ChannelBody, type ChannelChange, type NotificationChannel } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import { randomUUID } from 'node:crypto';
import type { Notifications } from '../notifications';
import { buryWaiting } from '../outbox/bury';
import { isDuplicateKey } from '../stores.repository';
import type { ChannelDocument } from './channel.schema';
import { checkChannel } from './check-channel';
import { toWire } from './channel-wire';
import { destinationOf } from './destination';
import { assertStored, ENVIRONMENT_CHANNEL, environmentWire } from './environment-channel';
import { environmentOf, hasUrl, sealField } from './load-channel';
import { assertOwnChannel, TENANT_CHANNEL, tenantWire } from './tenant-channel';
import type { TenantChoices } from '../tenant-choices';

const MAX_CHANNELS = 100;
const notFound = (): DomainError => noSuch('such channel');
const changed = (): DomainError =>
  new DomainError('conflict', 'Somebody changed this channel meanwhile. Load it again and repeat your change.');

/** Channels by name; those that are not stored first. */
export async function listChannels(ctx: TenantContext, n: Notifications, choices?: TenantChoices): Promise<NotificationChannel[]> {
  const rows = await n.stores.channels.find(ctx, {}, { sort: { name_key: 1 } }).toArray();
  const own = environmentOf(ctx, n);
  const ofTenant = tenantWire(ctx, n, choices ?? (await n.choicesOf(ctx.tenantId)));
  return [...(own ? [environmentWire(own)] : []), ...(ofTenant ? [ofTenant] : []), ...rows.map(toWire)];
}

/** @throws DomainError not_found */
export async function getChannel(ctx: TenantContext, n: Notifications, id: string): Promise<NotificationChannel> {
  const own = id === ENVIRONMENT_CHANNEL ? environmentOf(ctx, n) : null;
  if (own) return environmentWire(own);
  const ofTenant = id === TENANT_CHANNEL ? tenantWire(ctx, n, await n.choicesOf(ctx.tenantId)) : null;
  if (ofTenant) return ofTenant;
  const row = await n.stores.channels.findOne(ctx, { _id: id });
  if (!row) throw notFound();
  return toWire(row);
}

type Settings = Omit<ChannelDocument, '_id' | 'tenant_id' | 'version' | 'created_at'>;

/** The stored form of a body; address and secret of `known` stay where the body has none. */
function settingsOf(ctx: TenantContext, n: Notifications, body: ChannelBody, known: ChannelDocument | null): Settings {
  const { name, kind, enabled, recipients, routing, quiet_hours, digest_minutes, uses_defaults } = body;
  const keepsUrl = body.url === undefined && hasUrl(kind) && known !== null;
  const keptSecret = kind === 'webhook' ? (known?.secret ?? null) : null;
  return {
    name,
    name_key: name.toLowerCase(),
    kind,
    enabled,
    url: keepsUrl ? known.url : body.url === undefined ? null : sealField(ctx, n, 'url', body.url),
    destination: keepsUrl ? known.destination : destinationOf(kind, body.url ?? null, recipients),
    secret: body.secret === undefined ? keptSecret : sealField(ctx, n, 'secret', body.secret),
    recipients,
    routing,
    quiet_hours,
    digest_minutes,
    uses_defaults,
    updated_at: ctx.clock.now(),
    updated_by: ctx.actor.display,
  };
}

/** Runs a write that fails where the name is taken. @throws DomainError conflict */
async function withFreeName<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    throw new DomainError('conflict', `There is a channel named "${name}" already. Choose another name.`, { cause: error });
  }
}

/** @throws DomainError bad_request; conflict when the name is taken, there are too many, or AOC lacks what the channel needs */
export async function createChannel(ctx: TenantContext, n: Notifications, body: ChannelBody): Promise<NotificationChannel> {
  checkChannel(n, body);
  if (body.kind === 'email' && n.sendMail === null)
    throw new DomainError(
      'conflict',
      'AOC has no mail server. Set SMTP_URL and SMTP_FROM for the API and the worker, and start them again.',
    );
  if ((await n.stores.channels.count(ctx, {}, MAX_CHANNELS)) >= MAX_CHANNELS)
    throw new DomainError('conflict', `There are ${MAX_CHANNELS} channels, which is the most. Delete one first.`);
  const created = { _id: randomUUID(), ...settingsOf(ctx, n, body, null), version: 1, created_at: ctx.clock.now() };
  await withFreeName(body.name, () => n.stores.channels.insertOne(ctx, created));
  return toWire({ ...created, tenant_id: ctx.tenantId });
}

/**
 * Replaces the settings of a channel; without `url` or `secret` the stored ones stay.
 * @throws DomainError bad_request; not_found; conflict when it has another version than that of the body, or the name is taken
 */
export async function replaceChannel(
  ctx: TenantContext,
  n: Notifications,
  id: string,
  { version, ...body }: ChannelChange,
): Promise<NotificationChannel> {
  if (environmentOf(ctx, n)) assertStored(id);
  assertOwnChannel(id);
  const known = await n.stores.channels.findOne(ctx, { _id: id });
  if (!known) throw notFound();
  if (version !== undefined && version !== known.version) throw changed();
  checkChannel(n, body, known.url !== null);
  const settings = settingsOf(ctx, n, body, known);
  const row = await withFreeName(body.name, () =>
    n.stores.channels.findOneAndUpdate(
      ctx,
      { _id: id, version: known.version },
      { $set: settings, $inc: { version: 1 } },
      { returnDocument: 'after' },
    ),
  );
  if (!row) throw changed();
  return toWire(row);
}

/** Deletes a channel; what waits for it is not sent and stands in the log. @throws DomainError not_found; conflict */
export async function deleteChannel(ctx: TenantContext, n: Notifications, id: string): Promise<void> {
  if (environmentOf(ctx, n)) assertStored(id);
  assertOwnChannel(id);
  if ((await n.stores.channels.deleteMany(ctx, { _id: id })) === 0) throw notFound();
  await n.stores.states.deleteMany(ctx, { channel_id: id });
  await buryWaiting(ctx, n, id, 'the channel was deleted');
}
