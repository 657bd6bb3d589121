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

/** A PNG in base64: 24 kB of picture. */
export const MAX_LOGO_BYTES = 24 * 1024;
const LOGO = /^data:image\/png;base64,(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** How AOC looks to people of a tenant, and from whom its messages seem to come. */
export const brandingSchema = z
  .strictObject({
    name: z
      .string()
      .trim()
      .min(1)
      .max(60)
      .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u, 'must not have control characters')
      .nullable()
      .default(null)
      .meta({ description: 'Shown in the place of AOC; null: AOC' }),
    accent: z
      .string()
      .regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as #3450c8')
      .toLowerCase()
      .nullable()
      .default(null)
      .meta({ description: 'Shown as near to it as text that can be read allows, in both themes' }),
    logo: z
      .string()
      .max(Math.ceil(MAX_LOGO_BYTES / 3) * 4 + 22, 'must be a PNG of at most 24 kB')
      .regex(LOGO, 'must be a PNG as data:image/png;base64,…')
      .nullable()
      .default(null)
      .meta({ description: 'PNG of at most 24 kB, 16 to 1024 pixels wide and 16 to 512 high; kept without anything but the picture' }),
  })
  .nullable()
  .meta({ description: 'Name, colour and logo; null: those of AOC' });
export type Branding = NonNullable<z.infer<typeof brandingSchema>>;
