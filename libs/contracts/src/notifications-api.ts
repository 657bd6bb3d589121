import { z } from 'zod';
import { problemSchema } from './errors';
import { cursorSchema } from './event-filters';
import { instantSchema, tenantIdSchema, wholeNumberParam } from './primitives';
import { route } from './route';
import { severitySchema } from './rule';

const problem = (description: string) => ({ description, schema: problemSchema });
const badRequest = problem('Bad input; errors[] names each bad field');
const notFound = problem('No such channel in this tenant');
const conflict = problem('Somebody changed the channel meanwhile, or the name is taken');
const unavailable = problem('Database or queue is away');

export const channelKindSchema = z.enum(['webhook', 'slack', 'teams', 'email']);
export type ChannelKind = z.infer<typeof channelKindSchema>;

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:MM');

/** What reaches a channel: alerts of these severities, rule tags; nothing named means all. */
export const channelRoutingSchema = z.strictObject({
  severities: z.array(severitySchema).max(5).default([]),
  tags: z.array(z.string().trim().min(1).max(64)).max(50).default([]),
  rule_ids: z.array(z.string().min(1).max(64)).max(200).default([]),
});
export type ChannelRouting = z.infer<typeof channelRoutingSchema>;
/** Nothing but critical alerts is sent in quiet hours; the rest comes when they end. */
export const quietHoursSchema = z.strictObject({
  time_zone: z.string().min(1).max(64),
  start: timeOfDay,
  end: timeOfDay,
  days: z.array(z.int().min(1).max(7)).min(1).max(7).default([1, 2, 3, 4, 5, 6, 7]),
});
export type QuietHours = z.infer<typeof quietHoursSchema>;

const url = z
  .string()
  .trim()
  .max(2000)
  .refine((value) => URL.canParse(value) && ['https:', 'http:'].includes(new URL(value).protocol), 'must be an http or https URL');

const channelShape = z.strictObject({
  name: z.string().trim().min(1, 'must not be empty').max(100),
  kind: channelKindSchema,
  enabled: z.boolean().default(true),
  url: url.optional().meta({ description: 'of webhook, slack and teams; a secret: answers show only its host' }),
  secret: z
    .string()
    .min(8, 'must have at least 8 characters')
    .max(500)
    .optional()
    .meta({ description: 'signs generic webhooks; never shown again' }),
  recipients: z.array(z.email()).max(50).default([]).meta({ description: 'of email' }),
  routing: channelRoutingSchema.default({ severities: [], tags: [], rule_ids: [] }),
  quiet_hours: quietHoursSchema.nullable().default(null),
  digest_minutes: z
    .int()
    .min(0)
    .max(1440)
    .default(0)
    .meta({ description: '0: each alert at once; else one message for all of so many minutes' }),
  uses_defaults: z
    .boolean()
    .default(true)
    .meta({ description: "The tenant's notification defaults hold for severities and quiet hours that the channel does not name" }),
});
const hasRecipients = (channel: { kind: ChannelKind; recipients: readonly string[] }): boolean =>
  channel.kind !== 'email' || channel.recipients.length > 0;
const recipientsMissing = { message: 'an e-mail channel needs at least one recipient', path: ['recipients'] };
export const channelBodySchema = channelShape.refine(hasRecipients, recipientsMissing);
export type ChannelBody = z.infer<typeof channelBodySchema>;

export const channelSchema = z
  .object({
    id: z.string(),
    tenant_id: tenantIdSchema,
    name: z.string(),
    kind: channelKindSchema,
    enabled: z.boolean(),
    destination: z.string().meta({ description: 'where it goes, without what is secret in it' }),
    has_secret: z.boolean(),
    recipients: z.array(z.string()),
    routing: channelRoutingSchema,
    quiet_hours: quietHoursSchema.nullable(),
    digest_minutes: z.int(),
    uses_defaults: z.boolean(),
    from_environment: z.boolean().meta({ description: 'made from ALERT_WEBHOOK_URL; changed there' }),
    from_tenant: z.boolean().meta({ description: "made from the recipients of the tenant's notification defaults; changed there" }),
    version: z.int(),
    created_at: instantSchema,
    updated_at: instantSchema,
    updated_by: z.string(),
  })
  .meta({ id: 'NotificationChannel' });
export type NotificationChannel = z.infer<typeof channelSchema>;

export const notificationStatusSchema = z.enum(['waiting', 'delivered', 'dead']);
export type NotificationStatus = z.infer<typeof notificationStatusSchema>;

/** One message on its way to a channel. */
export const notificationSchema = z
  .object({
    id: z.string(),
    tenant_id: tenantIdSchema,
    channel_id: z.string(),
    channel_name: z.string(),
    kind: channelKindSchema,
    alert_ids: z.array(z.string()),
    title: z.string(),
    status: notificationStatusSchema,
    attempts: z.array(
      z.object({
        at: instantSchema,
        ok: z.boolean(),
        detail: z.string().meta({ description: 'answer of the receiver, or why it could not be reached' }),
        ms: z.int(),
      }),
    ),
    created_at: instantSchema,
    next_attempt_at: instantSchema.nullable(),
    delivered_at: instantSchema.nullable(),
  })
  .meta({ id: 'Notification' });
export type Notification = z.infer<typeof notificationSchema>;

const params = z.object({ id: z.string().min(1).max(64) });
const changeBody = channelShape.extend({ version: z.int().min(1).optional() }).refine(hasRecipients, recipientsMissing);

export type ChannelChange = z.infer<typeof changeBody>;

export const notificationRoutes = {
  listChannels: route({
    method: 'get',
    path: '/api/notification-channels',
    operationId: 'listChannels',
    summary: 'Notification channels, by name',
    tag: 'notifications',
    role: 'viewer',
    responses: {
      200: { description: 'Channels', schema: z.object({ items: z.array(channelSchema) }).meta({ id: 'ChannelList' }) },
      503: unavailable,
    },
  }),
  createChannel: route({
    method: 'post',
    path: '/api/notification-channels',
    operationId: 'createChannel',
    summary: 'Create a channel',
    tag: 'notifications',
    role: 'admin',
    audit: { fields: ['name', 'kind', 'enabled'] },
    body: channelBodySchema,
    responses: { 201: { description: 'The channel', schema: channelSchema }, 400: badRequest, 409: conflict, 503: unavailable },
  }),
  getChannel: route({
    method: 'get',
    path: '/api/notification-channels/{id}',
    operationId: 'getChannel',
    summary: 'One channel',
    tag: 'notifications',
    role: 'viewer',
    params,
    responses: { 200: { description: 'The channel', schema: channelSchema }, 404: notFound, 503: unavailable },
  }),
  replaceChannel: route({
    method: 'put',
    path: '/api/notification-channels/{id}',
    operationId: 'replaceChannel',
    summary: 'Change a channel; without url or secret the stored ones stay',
    tag: 'notifications',
    role: 'admin',
    audit: { fields: ['name', 'kind', 'enabled', 'version'] },
    params,
    body: changeBody,
    responses: {
      200: { description: 'The channel', schema: channelSchema },
      400: badRequest,
      404: notFound,
      409: conflict,
      503: unavailable,
    },
  }),
  deleteChannel: route({
    method: 'delete',
    path: '/api/notification-channels/{id}',
    operationId: 'deleteChannel',
    summary: 'Delete a channel; what waits for it is not sent',
    tag: 'notifications',
    role: 'admin',
    params,
    responses: { 204: { description: 'Deleted' }, 404: notFound, 409: conflict, 503: unavailable },
  }),
  testChannel: route({
    method: 'post',
    path: '/api/notification-channels/{id}/test',
    operationId: 'testChannel',
    summary: 'Send a test message now',
    tag: 'notifications',
    role: 'admin',
    params,
    responses: {
      200: {
        description: 'Whether it arrived',
        schema: z.object({ ok: z.boolean(), detail: z.string(), ms: z.int() }).meta({ id: 'ChannelTest' }),
      },
      404: notFound,
      429: problem('Too many tests; Retry-After says when'),
      503: unavailable,
    },
  }),
  listNotifications: route({
    method: 'get',
    path: '/api/notifications',
    operationId: 'listNotifications',
    summary: 'Delivery log, newest first',
    tag: 'notifications',
    role: 'viewer',
    query: z.object({
      status: notificationStatusSchema.optional(),
      channel_id: z.string().min(1).max(64).optional(),
      alert_id: z.string().min(1).max(64).optional(),
      cursor: cursorSchema.optional(),
      page_size: wholeNumberParam(1, 200).default(50),
    }),
    responses: {
      200: {
        description: 'Messages',
        schema: z.object({ items: z.array(notificationSchema), next_cursor: z.string().nullable() }).meta({ id: 'NotificationPage' }),
      },
      400: badRequest,
      503: unavailable,
    },
  }),
  resendNotification: route({
    method: 'post',
    path: '/api/notifications/{id}/resend',
    operationId: 'resendNotification',
    summary: 'Try a message again',
    tag: 'notifications',
    role: 'analyst',
    params,
    responses: {
      202: { description: 'It will be tried at once', schema: notificationSchema },
      404: problem('No such message in this tenant'),
      409: problem('It was delivered, or its channel is gone'),
      503: unavailable,
    },
  }),
};
