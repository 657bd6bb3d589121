import { z } from 'zod';
import { quietHoursSchema } from './notifications-api';
import { severitySchema } from './rule';

const names = (most: number) => z.array(z.string().trim().min(1, 'must not be empty').max(200)).max(most);

/** What is hidden of a tenant, and from whom. Names are compared exactly, as those of PRIVACY_SERVICES are. */
export const tenantPrivacySchema = z
  .strictObject({
    services: names(200).meta({
      description: 'Services whose events only holders of a privacy role see; none: nothing is hidden by service',
    }),
    operations: names(1000).meta({ description: 'Operations whose events only holders of a privacy role see' }),
    roles: names(50)
      .nullable()
      .default(null)
      .meta({ description: 'App roles, or object ids of groups, that are privacy roles in this tenant; null: PRIVACY_SERVICE_ROLES' }),
  })
  .nullable()
  .meta({ description: 'In place of PRIVACY_SERVICES and PRIVACY_SENSITIVE_OPERATIONS; null: these' });
export type TenantPrivacy = NonNullable<z.infer<typeof tenantPrivacySchema>>;

/** What holds for channels of a tenant that say nothing about it themselves. */
export const notificationDefaultsSchema = z
  .strictObject({
    min_severity: severitySchema
      .nullable()
      .default(null)
      .meta({ description: 'Channels that name no severities take alerts of this one and above; null: all' }),
    quiet_hours: quietHoursSchema.nullable().default(null).meta({ description: 'Of channels without quiet hours of their own' }),
    recipients: z
      .array(z.email())
      .max(50)
      .default([])
      .meta({ description: 'Alerts go to these addresses by e-mail, without a channel being made (needs SMTP_URL)' }),
  })
  .nullable()
  .meta({ description: 'Defaults of notification channels; null: none' });
export type NotificationDefaults = NonNullable<z.infer<typeof notificationDefaultsSchema>>;
