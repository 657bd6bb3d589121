import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { JsonObject, NormalizedEvent, RuleException } from '@aoc/contracts';
import { defaultMappings, normalize } from '@aoc/normalization';
import { compileRules, DEFAULT_RULES, evaluate, PACK_RULES, replay, type RuleSet } from '../index';
import { NOW } from '../testing/build';

// The public records lie beside the repository and are not part of it: without them this suite is skipped, visibly.
const directory = path.resolve(import.meta.dirname, '../../../../../shared/data/records');
const present = existsSync(directory);
if (!present) console.warn(`public test records not found at ${path.relative(process.cwd(), directory)}: skipped`);

const rules = [...DEFAULT_RULES, ...PACK_RULES].map(({ key, body }) => ({ id: key, body }));
const ruleSet = compileRules(rules);
const mappings = defaultMappings();

const lines = (file: string): JsonObject[] =>
  readFileSync(path.join(directory, file), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));

function eventsOf(name: string): (NormalizedEvent | null)[] {
  return lines(`${name}.ndjson`).map((raw) => {
    const normalized = normalize(raw, { source: 'import', mappings, now: NOW });
    return normalized.ok ? normalized.event : null;
  });
}

/** Keys of the rules whose conditions hold (for those with a window: that count the event), without suppressed ones. */
function matching(event: NormalizedEvent, set: RuleSet = ruleSet): string[] {
  const { matches, failing } = evaluate(set, event, { now: NOW });
  expect(failing).toEqual([]);
  return matches.filter(({ suppressed }) => suppressed === null).map(({ rule }) => rule.id);
}

const exception = (id: string, field: string, op: 'eq' | 'contains' | 'ends_with', value: string): RuleException => ({
  id,
  kind: 'exception',
  conditions: [{ field, op, value }],
  reason: 'allowed',
  owner: 'admin@contoso.com',
  expires_at: null,
});

/** What the source of the labels allows by configuration is allowed here by exceptions. */
const allowed = compileRules(rules, {
  exceptions: [
    exception('user', 'actor.upn', 'eq', 'homer.simpson@springfield.org'),
    exception('domain', 'targets.upn', 'ends_with', '@alloweddomain.com'),
    exception('folder', 'record.SourceRelativeUrl', 'contains', 'Documents/External/'),
    exception('partner', 'targets.upn', 'eq', 'exception@outsider.com'),
  ],
});

/** Ideas of the labels and the rule of ours that has the same. */
const IDEAS: Readonly<Record<string, string>> = {
  'Azure.Audit.ElevateUserAccessAdministrator': 'role.elevate-access',
  'Azure.Audit.MFADisabled': 'ca.mfa-removed',
  'Azure.Audit.RoleChangedPIM': 'role.pim-permanent',
  'Azure.Audit.DeviceCodeBrokerClient': 'sign-in.device-code-broker',
  'Azure.Audit.GraphSessionMultipleIPs': 'sign-in.session-from-several-addresses',
  'Azure.Audit.LegacyAuth': 'sign-in.legacy-authentication',
  'Azure.Audit.MultipleProtectionAlerts': 'sign-in.risky-repeated',
  'Azure.Audit.RiskLevelPassthrough': 'sign-in.risky',
  'Intune.CreateModifyClientApp': 'intune.application',
  'Intune.NewDeviceManagementScript': 'intune.script',
  'Microsoft365.Brute.Force.Login.by.User': 'sign-in.brute-force',
  'Microsoft365.External.Document.Sharing': 'files.shared-with-guest',
};
/** Ideas that need what no record holds: somebody's list of countries. */
const NOT_COVERED = ['Standard.SignInFromRogueState'];

interface Label {
  line: number;
  rule: string;
  test: string;
  expected_alert: boolean;
}

const LABELLED = ['panther__entra_audit_diag', 'panther__entra_signin_diag', 'panther__intune_diag', 'panther__o365_mgmt_lowercased'];

/** Each label with its event; labels are in the order of the records. */
function labelled(): { label: Label; event: NormalizedEvent | null }[] {
  return LABELLED.flatMap((name) => {
    const labels: Label[] = readFileSync(path.join(directory, `${name}.labels.ndjson`), 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line));
    const events = eventsOf(name);
    expect(events).toHaveLength(labels.length);
    return labels.map((label, index) => ({ label, event: events[index] ?? null }));
  });
}

/** Documented kinds of events and the rules that fire on them. */
const SPLUNK: readonly [string, number, string][] = [
  ['splunk_security_content__entra_audit_diag', 0, 'app.powerful-permission'],
  ['splunk_security_content__entra_audit_diag', 1, 'default.admin-role-assignment'],
  ['splunk_security_content__entra_audit_diag', 2, 'app.owner-added'],
  ['splunk_security_content__entra_audit_diag', 3, 'app.service-principal-credential-at-creation'],
  ['splunk_security_content__entra_audit_diag', 4, 'tenant.domain-added'],
  ['splunk_security_content__entra_audit_diag', 5, 'app.consent-blocked'],
  ['splunk_security_content__entra_audit_diag', 6, 'account.mfa-disabled'],
  ['splunk_security_content__entra_audit_diag', 7, 'account.enabled-then-password-reset'],
  ['splunk_security_content__entra_audit_diag', 8, 'account.guest-invited'],
  ['splunk_security_content__entra_audit_diag', 9, 'account.bulk-password-reset'],
  ['splunk_security_content__entra_audit_diag', 12, 'app.user-consent-loosened'],
  ['splunk_security_content__entra_audit_diag', 14, 'account.mfa-method-replaced'],
];

/** Alerts on the real records of the attacked lab tenant. */
const LAB: Readonly<Record<string, number>> = {
  'app.owner-added': 3,
  'app.risky-consent': 6,
  'app.service-principal-credential-at-creation': 3,
  'app.tenant-wide-consent': 4,
  'default.admin-role-assignment': 34,
  'default.after-hours-admin-activity': 57,
  'default.exchange-transport-rule-change': 1,
  'default.external-sharing-enabled': 1,
  'default.new-application-registration': 4,
  'default.service-principal-credential-added': 3,
  'files.anonymous-link': 1,
  'files.site-administrator-added': 1,
  'mail.full-access': 4,
  'mail.inbox-rule-fraud': 1,
  'mail.inbox-rule-hides': 2,
  'mail.send-as': 1,
  'mail.transport-rule-copies': 1,
  'role.global-administrator': 5,
  'tenant.hybrid-authentication': 1,
};

(present ? describe : describe.skip)('the rules on public records', () => {
  it('agree with the labels on every idea that they share, which is nearly all', () => {
    const wrong: string[] = [];
    const ideas = new Set<string>();
    let verdicts = 0;
    for (const { label, event } of labelled()) {
      ideas.add(label.rule);
      const key = IDEAS[label.rule];
      if (key === undefined) continue;
      verdicts++;
      const fired = event !== null && matching(event, allowed).includes(key);
      if (fired !== label.expected_alert) wrong.push(`${label.rule}: ${label.test} (expected ${label.expected_alert})`);
    }
    const covered = [...ideas].filter((idea) => IDEAS[idea] !== undefined);
    process.stdout.write(`  ${covered.length} of ${ideas.size} ideas covered, ${verdicts} verdicts\n`);
    expect(wrong).toEqual([]);
    expect([...ideas].filter((idea) => IDEAS[idea] === undefined)).toEqual(NOT_COVERED);
    expect(covered.length).toBeGreaterThanOrEqual(12);
  });

  it.each(SPLUNK)('%s line %i is found by %s', (name, line, key) => {
    const event = eventsOf(name)[line];
    expect(event ? matching(event) : []).toContain(key);
  });

  it('raise alerts on what was done to the lab tenant', () => {
    const unique = new Map(eventsOf('lab_tenant__o365_mgmt').flatMap((event) => (event ? [[event.dedupe_key, event] as const] : [])));
    const raised = replay(ruleSet, [...unique.values()], { now: NOW });
    const found: Record<string, number> = {};
    for (const { rule } of raised) found[rule.id] = (found[rule.id] ?? 0) + 1;
    expect(found).toEqual(LAB);
  });
});
