import { z } from 'zod';

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
