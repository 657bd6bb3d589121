/** People who can sign in, and the app registration that they sign in to. */
import { z } from 'zod';
import type { Rng } from '../../generate/random';

export const accountSchema = z.strictObject({
  /** User principal name; `preferred_username` of v2 tokens, `upn` of v1 tokens. */
  upn: z.string(),
  name: z.string(),
  /** Object id. */
  oid: z.string(),
  /** App roles assigned to the person: values of the registration. */
  roles: z.array(z.string()).default([]),
  /** Ids of groups; more than 200 do not fit into a token. */
  groups: z.array(z.string()).default([]),
  /** How a token says that the groups do not fit: a link to them, or only that there are some. */
  overage: z.enum(['claim-names', 'hasgroups']).default('claim-names'),
  /** A blocked account may not sign in (AADSTS50057). */
  disabled: z.boolean().default(false),
});
export type Account = z.output<typeof accountSchema>;
export type AccountInput = z.input<typeof accountSchema>;

/** Groups that a JWT holds at most. */
export const maxGroups = 200;

export const registrationSchema = z.strictObject({
  client_id: z.string(),
  /** Single-page-application redirect addresses; compared letter by letter. */
  redirect_uris: z.array(z.string()),
  /** Exposed scopes of `api://CLIENT_ID`, last part only. */
  scopes: z.array(z.string()),
  /** Values of the app roles. */
  app_roles: z.array(z.string()),
  /** `accessTokenAcceptedVersion` of the manifest. */
  access_token_version: z.union([z.literal(1), z.literal(2)]),
  /** Tokens carry `groups` (`groupMembershipClaims` of the manifest). */
  group_claims: z.boolean(),
  /** Only who has a role assigned may sign in at all (AADSTS50105). */
  assignment_required: z.boolean(),
});
export type Registration = z.output<typeof registrationSchema>;

export const defaultRegistration = (clientId: string): Registration => ({
  client_id: clientId,
  redirect_uris: ['http://localhost:8000', 'http://localhost:8000/', 'http://localhost:5173', 'http://localhost:5173/'],
  scopes: ['access'],
  app_roles: ['AOC.Viewer', 'AOC.Analyst', 'AOC.Admin', 'AOC.MspAdmin'],
  access_token_version: 2,
  group_claims: true,
  assignment_required: false,
});

/** One for each case that sign-in has to tell apart. */
export function defaultAccounts(domain: string, rng: Rng): Account[] {
  const security = rng.guid();
  const make = (given: string, family: string, over: Partial<Account>): Account => ({
    upn: `${given}.${family}@${domain}`.toLowerCase(),
    name: `${given} ${family}`,
    oid: rng.guid(),
    roles: [],
    groups: [],
    overage: 'claim-names',
    disabled: false,
    ...over,
  });
  const many = (): string[] => Array.from({ length: maxGroups + 5 }, () => rng.guid());
  return [
    make('Ada', 'Wells', { roles: ['AOC.Admin'] }),
    make('Ben', 'Ortiz', { roles: ['AOC.Analyst'] }),
    make('Cleo', 'Hart', { roles: ['AOC.Viewer'] }),
    make('Maya', 'Stone', { roles: ['AOC.MspAdmin'] }),
    make('Gus', 'Lind', { groups: [security] }),
    make('Olga', 'Many', { groups: [...many(), security] }),
    make('Omar', 'Most', { groups: [...many(), security], overage: 'hasgroups' }),
    make('Nora', 'Blank', {}),
    make('Dora', 'Gone', { roles: ['AOC.Admin'], disabled: true }),
  ];
}
