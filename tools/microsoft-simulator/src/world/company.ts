/** The invented company of a tenant: who works there, with what. Everything follows from the seed. */
import { Rng } from '../generate/random';
import { browsers, licences, policyNames, roles, tenantAppNames, type Browser, type Role } from './catalog';
import { adminOffice, companies, departments, familyNames, fileStems, givenNames, offices, type Office } from './names';

export interface Device {
  id: string;
  name: string;
  os: string;
  compliant: boolean;
}

export interface User {
  id: string;
  displayName: string;
  upn: string;
  mailNickname: string;
  department: string;
  office: Office;
  /** Legacy passport id: the unified log's UserKey. */
  puid: string;
  sid: string;
  mailboxGuid: string;
  ip: string;
  device: Device;
  browser: Browser;
  role: Role | null;
  kind: 'person' | 'service' | 'break-glass';
}

export interface Application {
  appId: string;
  objectId: string;
  servicePrincipalId: string;
  name: string;
}

export interface Group {
  id: string;
  name: string;
  kind: 'security' | 'unified';
  /** Teams and sites hang on unified groups. */
  siteUrl: string;
  siteId: string;
  webId: string;
  listId: string;
  channel: string;
}

export interface Policy {
  id: string;
  name: string;
}

export interface Company {
  tenantId: string;
  name: string;
  /** Mail domain, `contoso.com`, and the initial one, `contoso.onmicrosoft.com`. */
  domain: string;
  initialDomain: string;
  sharePoint: string;
  /** `EURPR04A009.PROD.OUTLOOK.COM`, as in Exchange object names. */
  exchangeForest: string;
  sidBase: string;
  users: User[];
  people: User[];
  byOffice: { office: Office; users: User[] }[];
  admins: User[];
  serviceAccounts: User[];
  breakGlass: User;
  applications: Application[];
  groups: Group[];
  policies: Policy[];
  roleIds: Map<string, string>;
  licences: readonly { sku: string; skuId: string }[];
}

export interface CompanyOptions {
  tenantId: string;
  seed: number;
  users: number;
  name?: string;
  domain?: string;
}

const nickname = (given: string, family: string, taken: Set<string>): string => {
  const base = `${given}.${family}`.toLowerCase();
  let name = base;
  for (let i = 2; taken.has(name); i++) name = `${base}${i}`;
  taken.add(name);
  return name;
};

function makeDevice(rng: Rng, n: number): { device: Device; browser: Browser } {
  const browser = rng.weighted(browsers, (b) => (b.os === 'Windows 10' ? 6 : b.os === 'MacOs' ? 3 : 2));
  const prefix = browser.os === 'Windows 10' ? 'WS' : browser.os === 'MacOs' ? 'MB' : 'IPH';
  const device = {
    id: rng.guid(),
    name: `${prefix}-${String(10000 + n * 7).padStart(5, '0')}`,
    os: browser.os,
    compliant: rng.chance(0.93),
  };
  return { device, browser };
}

interface UserSeed {
  kind: User['kind'];
  displayName: string;
  mailNickname: string;
  role: Role | null;
}

function makeUser(rng: Rng, n: number, domain: string, sidBase: string, seed: UserSeed): User {
  const anywhere = rng.weighted(offices, (o) => o.share);
  const office = seed.role && seed.kind === 'person' ? adminOffice : anywhere;
  return {
    id: rng.guid(),
    displayName: seed.displayName,
    mailNickname: seed.mailNickname,
    upn: `${seed.mailNickname}@${domain}`,
    department: seed.kind === 'person' ? rng.pick(departments) : 'Operations',
    office,
    puid: `1003${rng.hexDigits(12)}`,
    sid: `${sidBase}-${20_000_000 + n * 17}`,
    mailboxGuid: rng.guid(),
    ip: rng.chance(0.1)
      ? `${office.ipv6}${(n & 0xffff).toString(16)}::${(1 + rng.int(200)).toString(16)}`
      : `${office.network}${1 + rng.int(250)}`,
    ...makeDevice(rng, n),
    role: seed.role,
    kind: seed.kind,
  };
}

function makeUsers(rng: Rng, count: number, domain: string, sidBase: string): User[] {
  const taken = new Set<string>();
  const seeds: UserSeed[] = [
    { kind: 'break-glass', displayName: 'Emergency Access', mailNickname: 'breakglass01', role: roles[0] },
    { kind: 'service', displayName: 'Backup Service', mailNickname: 'svc-backup', role: roles[2] },
    { kind: 'service', displayName: 'Directory Sync', mailNickname: 'svc-dirsync', role: null },
    { kind: 'service', displayName: 'Scanner Mailbox', mailNickname: 'svc-scanner', role: null },
  ];
  const admins = Math.max(roles.length, Math.round(count * 0.03));
  for (let i = 0; i < count; i++) {
    const given = rng.pick(givenNames);
    const family = rng.pick(familyNames);
    seeds.push({
      kind: 'person',
      displayName: `${given} ${family}`,
      mailNickname: nickname(given, family, taken),
      role: i < admins ? (roles[i % roles.length] ?? null) : null,
    });
  }
  return seeds.map((seed, n) => makeUser(rng, n, domain, sidBase, seed));
}

function makeGroups(rng: Rng, sharePoint: string): Group[] {
  const names = [
    ...departments.map((d) => ({ name: d, kind: 'unified' as const })),
    ...fileStems.slice(0, 8).map((s) => ({ name: `Project ${s}`, kind: 'unified' as const })),
  ];
  const security = ['All Employees', 'VPN Users', 'Finance Approvers', 'Contractors', 'Device Administrators', 'Licence E5'].map(
    (name) => ({ name, kind: 'security' as const }),
  );
  return [...names, ...security].map(({ name, kind }) => ({
    id: rng.guid(),
    name,
    kind,
    siteUrl: `https://${sharePoint}.sharepoint.com/sites/${name.replaceAll(' ', '')}`,
    siteId: rng.guid(),
    webId: rng.guid(),
    listId: rng.guid(),
    channel: `19:${rng.guid().replaceAll('-', '')}@thread.tacv2`,
  }));
}

/** Build the company of one tenant; the same options give the same company. */
export function makeCompany(options: CompanyOptions): Company {
  const rng = new Rng(`company/${options.seed}/${options.tenantId}`);
  const chosen = rng.pick(companies);
  const domain = options.domain ?? `${chosen.domain}.com`;
  const label = domain.split('.')[0] ?? domain;
  const sidBase = `S-1-5-21-${1_000_000_000 + rng.int(900_000_000)}-${1_000_000_000 + rng.int(900_000_000)}-${100_000_000 + rng.int(900_000_000)}`;
  const users = makeUsers(rng, Math.max(20, options.users), domain, sidBase);
  const people = users.filter((user) => user.kind === 'person');
  const breakGlass = users.find((user) => user.kind === 'break-glass');
  if (!breakGlass) throw new Error('a company has a break-glass account');
  return {
    tenantId: options.tenantId,
    name: options.name ?? chosen.name,
    domain,
    initialDomain: `${label}.onmicrosoft.com`,
    sharePoint: label,
    exchangeForest: `EURPR04A${String(1 + rng.int(20)).padStart(3, '0')}.PROD.OUTLOOK.COM`,
    sidBase,
    users,
    people,
    byOffice: offices
      .map((office) => ({ office, users: people.filter((user) => user.office === office) }))
      .filter((entry) => entry.users.length > 0),
    admins: people.filter((user) => user.role !== null),
    serviceAccounts: users.filter((user) => user.kind === 'service'),
    breakGlass,
    applications: tenantAppNames.map((name) => ({ appId: rng.guid(), objectId: rng.guid(), servicePrincipalId: rng.guid(), name })),
    groups: makeGroups(rng, label),
    policies: policyNames.map((name) => ({ id: rng.guid(), name })),
    roleIds: new Map(roles.map((role) => [role.templateId, rng.guid()])),
    licences,
  };
}
