import type { NormalizedEvent } from '@aoc/contracts';
import { defaultMappings, normalize } from '@aoc/normalization';
import { generatedRecords } from '@aoc/tools/microsoft-simulator';
import { compileRules, DEFAULT_RULES, PACK_RULES, replay } from '../index';
import { NOW } from '../testing/build';

const anchor = Date.parse('2026-03-04T14:00:00Z');
const company = { tenantId: '6f1f9f0a-2d0f-4c57-9d6b-5f4c2a9a0b11', seed: 3, users: 40, events: 4000, days: 3, anchor };
const mappings = defaultMappings();
const ruleSet = compileRules([...DEFAULT_RULES, ...PACK_RULES].map(({ key, body }) => ({ id: key, body })));

/** Events of each story in order of time; those of ordinary work under ''. */
function storyEvents(): Map<string, NormalizedEvent[]> {
  const stories = new Map<string, NormalizedEvent[]>();
  for (const { source, body, story = '' } of generatedRecords(company)) {
    const normalized = normalize(body, { source, mappings, now: NOW });
    if (!normalized.ok) throw new Error(normalized.detail);
    const events = stories.get(story) ?? [];
    stories.set(story, events);
    events.push(normalized.event);
  }
  for (const events of stories.values()) events.sort((a, b) => a.timestamp.getTime() - b.timestamp.getTime());
  return stories;
}

function raisedBy(events: readonly NormalizedEvent[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const { rule } of replay(ruleSet, events, { now: NOW })) found.set(rule.id, (found.get(rule.id) ?? 0) + 1);
  return found;
}

/** The rules that each story of the simulator must raise. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  'password-spray-to-mass-download': [
    'sign-in.password-spray',
    'sign-in.risky',
    'mail.inbox-rule-forwards',
    'mail.inbox-rule-fraud',
    'files.mass-download',
  ],
  'oauth-consent-phishing': ['app.risky-consent', 'default.service-principal-credential-added'],
  'intune-mass-wipe': ['intune.mass-wipe', 'intune.device-wiped', 'intune.script', 'sign-in.risky'],
  'mailbox-delegation-and-forwarding': [
    'mail.full-access',
    'mail.mailbox-forwarding',
    'mail.transport-rule-copies',
    'default.exchange-transport-rule-change',
  ],
  'audit-log-disabled': ['tenant.audit-log-disabled', 'tenant.mailbox-audit-bypass'],
  'ediscovery-export': ['purview.search-exported', 'purview.search-everything'],
  'mfa-change-and-global-administrator-at-night': [
    'account.mfa-method-replaced',
    'account.mfa-disabled',
    'role.global-administrator',
    'default.admin-role-assignment',
  ],
  'conditional-access-weakened': ['ca.exclusion-added', 'ca.policy-disabled', 'ca.policy-deleted'],
  'bulk-user-deletion': ['default.bulk-user-deletion', 'account.user-deleted-for-good'],
  'federation-domain-added': ['tenant.domain-federated', 'tenant.domain-added'],
  'break-glass-used': ['sign-in.break-glass', 'sign-in.device-code'],
};

describe("the simulator's attack stories", () => {
  const stories = storyEvents();

  it('are the ones that are expected here', () => {
    expect([...stories.keys()].filter((key) => key !== '').sort()).toEqual(Object.keys(EXPECTED).sort());
  });

  it.each(Object.entries(EXPECTED))('%s raises the rules that tell it', (key, expected) => {
    const raised = raisedBy(stories.get(key) ?? []);
    process.stdout.write(`  ${key}: ${[...raised].map(([id, count]) => `${id} ${count}`).join(', ')}\n`);
    expect([...raised.keys()]).toEqual(expect.arrayContaining([...expected]));
  });

  it('stand out from ordinary work, on which no critical rule and few others fire', () => {
    const events = stories.get('') ?? [];
    const raised = raisedBy(events);
    process.stdout.write(`  ordinary work (${events.length}): ${[...raised].map(([id, count]) => `${id} ${count}`).join(', ')}\n`);
    // Three days of forty people; repeats about the same person would be one alert.
    expect([...raised.values()].reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(15);
    const severities = new Map(ruleSet.rules.map(({ id, body }) => [id, body.severity]));
    expect([...raised.keys()].filter((id) => severities.get(id) === 'critical')).toEqual([]);
  });
});
