import { ruleBodySchema, type NormalizedEvent, type RuleBody, type RuleCondition } from '@aoc/contracts';

export const NOW = new Date('2026-11-24T12:00:00Z');

/** An event with nothing in it but what a test gives. */
export function anEvent(given: Partial<NormalizedEvent> = {}): NormalizedEvent {
  return {
    id: 'e1',
    source: 'import',
    dedupe_key: 'd1',
    timestamp: new Date('2026-03-04T10:00:00Z'),
    service: 'RoleManagement',
    operation: 'Add member to role',
    result: 'success',
    actor: { type: 'user', id: 'a1', display: 'Ann Admin', upn: 'Ann@contoso.com', ip: '203.0.113.7' },
    actor_display: 'Ann Admin',
    actor_upn: 'Ann@contoso.com',
    targets: [],
    target_displays: [],
    display_category: 'Role management',
    display_summary: '',
    raw: {},
    search_text: '',
    entity_keys: [],
    lookup_keys: [],
    ...given,
  };
}

export const aRule = (conditions: RuleCondition[], more: Partial<RuleBody> = {}): RuleBody => ({
  ...ruleBodySchema.parse({ name: 'Test rule', severity: 'low', conditions }),
  ...more,
});
