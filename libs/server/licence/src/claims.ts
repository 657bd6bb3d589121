import { z } from 'zod';

/** Algorithm names of an Ed25519 signature: that of RFC 8037 and that of RFC 9864. */
export const ALGORITHMS = ['EdDSA', 'Ed25519'];

const seconds = z.int().min(0).max(32_503_680_000);
/** What a licence says; times in seconds since 1970. Other members are let pass, for later versions. */
export const claimsSchema = z.object({
  /** Licensee. */
  sub: z.string().trim().min(1).max(200),
  /** Id of the licence. */
  jti: z.string().trim().min(1).max(100),
  plan: z.string().trim().min(1).max(64),
  max_tenants: z.int().min(1).max(1_000_000),
  features: z.array(z.string().trim().min(1).max(64)).max(50),
  exp: seconds,
  nbf: seconds.optional(),
  iat: seconds.optional(),
});
export type LicenceClaims = z.infer<typeof claimsSchema>;
