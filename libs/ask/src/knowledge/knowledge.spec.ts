import { defaultMappings, normalize } from '@aoc/normalization';
import { generatedRecords } from '@aoc/tools/microsoft-simulator';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { operationFamily, operationWords } from './families';
import { knowledgeKeys, knowledgeTable, knownOperation } from './knowledge-table';
import { lookUpOperation } from './look-up-operation';
import { KNOWLEDGE_LEVELS } from './operation-knowledge';

// The public records lie beside the repository and are not part of it: without them this test is skipped, visibly.
const directory = path.resolve(import.meta.dirname, '../../../../../shared/data/records');
const present = existsSync(directory);
if (!present) console.warn(`public test records not found at ${path.relative(process.cwd(), directory)}: skipped`);

const mappings = defaultMappings();
const now = new Date('2026-11-24T00:00:00Z');
const sentence = /^[A-Z“"].*[.?!]$/s;

/** Events by `service/operation`. */
class Tally {
  readonly counts = new Map<string, { service: string; operation: string; events: number }>();

  add(raw: unknown, source: Parameters<typeof normalize>[1]['source']): void {
    const result = normalize(raw, { source, mappings, now });
    if (!result.ok) return;
    const { service, operation } = result.event;
    const key = `${service}/${operation}`;
    this.counts.set(key, { service, operation, events: (this.counts.get(key)?.events ?? 0) + 1 });
  }

  /** Shares with an entry of their own, and the operations without, most frequent first. */
  shares(): { operations: number; events: number; missing: string[] } {
    const rows = [...this.counts.values()].sort((a, b) => b.events - a.events);
    const known = rows.filter(({ service, operation }) => knownOperation(service, operation));
    const events = (of: typeof rows): number => of.reduce((sum, row) => sum + row.events, 0);
    return {
      operations: known.length / rows.length,
      events: events(known) / events(rows),
      missing: rows.filter((row) => !known.includes(row)).map(({ service, operation }) => `${service}/${operation}`),
    };
  }

  report(name: string): ReturnType<Tally['shares']> {
    const shares = this.shares();
    const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
    process.stdout.write(
      `  ${name}: own text for ${percent(shares.operations)} of ${this.counts.size} operations, ${percent(shares.events)} of events; general: ${shares.missing.slice(0, 12).join(', ') || 'none'}\n`,
    );
    return shares;
  }
}

describe('the table of operations', () => {
  it('has at least 150 entries, each name once', () => {
    expect(knowledgeTable.length).toBeGreaterThanOrEqual(150);
    const keys = knowledgeTable.flatMap(knowledgeKeys);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
    const names = new Set(knowledgeTable.flatMap((entry) => entry.names));
    process.stdout.write(`  ${knowledgeTable.length} entries for ${names.size} operations\n`);
  });

  it.each(knowledgeTable.map((entry) => [entry.names[0] ?? '', entry] as const))('%s is complete', (_name, entry) => {
    for (const text of [entry.means, entry.matters, entry.normal, ...entry.check]) {
      expect(text).toMatch(sentence);
      expect(text.length).toBeLessThan(260);
    }
    expect(entry.means.length).toBeGreaterThan(25);
    expect(entry.matters.length).toBeGreaterThan(15);
    expect(entry.check.length).toBeGreaterThanOrEqual(2);
    expect(entry.check.length).toBeLessThanOrEqual(4);
    expect(new Set(entry.check).size).toBe(entry.check.length);
    for (const id of entry.attack ?? []) expect(id).toMatch(/^T\d{4}(?:\.\d{3})?$/);
    expect(new Set(entry.attack).size).toBe((entry.attack ?? []).length);
    // What calls for attention names the technique that it can be a trace of, unless an alert of Microsoft says so itself.
    if (entry.level === 'critical') expect(entry.attack ?? []).not.toEqual([]);
  });

  it('keeps the strong words for few', () => {
    const share = (level: (typeof KNOWLEDGE_LEVELS)[number]): number =>
      knowledgeTable.filter((entry) => entry.level === level).length / knowledgeTable.length;
    for (const level of KNOWLEDGE_LEVELS) expect(share(level)).toBeGreaterThan(0.08);
    expect(share('critical')).toBeLessThan(0.2);
    const levelOf = (service: string, operation: string) => knownOperation(service, operation)?.level;
    expect(levelOf('Exchange', 'MailItemsAccessed')).toBe('notable');
    expect(levelOf('SharePoint', 'FileAccessed')).toBe('routine');
    expect(levelOf('RoleManagement', 'Add member to role')).toBe('critical');
    expect(levelOf('Intune', 'wipe ManagedDevice')).toBe('critical');
  });
});

describe('looking an operation up', () => {
  it.each([
    ['UserManagement', 'Add user'],
    ['AzureActiveDirectory', 'Add User.'],
    ['AzureActiveDirectory', '  add   USER . '],
    ['ApplicationManagement', 'Update application - Certificates and secrets management'],
    ['AzureActiveDirectory', 'Update application – Certificates and secrets management '],
    ['exchange', 'new-inboxrule'],
  ])('finds %s %s whatever its case, blanks, dashes and full stop', (service, operation) => {
    expect(lookUpOperation(service, operation, '').own).toBe(true);
  });

  it('takes a name in its service only where it means different things', () => {
    expect(lookUpOperation('Exchange', 'Create', '').knowledge.means).toContain('mailbox');
    expect(lookUpOperation('Sway', 'Create', '').own).toBe(false);
    expect(lookUpOperation('Aip', 'Access', '').own).toBe(true);
    expect(lookUpOperation('Azure', 'MICROSOFT.AUTHORIZATION/ROLEASSIGNMENTS/WRITE', '').own).toBe(true);
    expect(lookUpOperation('SharePoint', 'AddedToGroup', '').knowledge.means).toContain('site');
  });

  it.each([
    ['Set-SomethingNew', 'Something was changed: set something new.', 'notable'],
    ['Set-PartnerTrustConfig', 'Something was changed: set partner trust config.', 'sensitive'],
    ['Remove-TenantAllowBlockListItems', 'Something was deleted or taken away: remove tenant allow block list items.', 'notable'],
    ['Delete authentication strength policy', 'Something was deleted or taken away: delete authentication strength policy.', 'sensitive'],
    ['Get-AdminAuditLogConfig', 'Something was read or looked up: get admin audit log config.', 'routine'],
    ['SwayViewed', 'Something was read or looked up: sway viewed.', 'routine'],
    ['TaskDeleted', 'Something was deleted or taken away: task deleted.', 'notable'],
    ['Hard Delete policy', 'Something was removed for good: hard delete policy.', 'sensitive'],
    ['Add app role assignment to foo.', 'Something or somebody was added or given access: add app role assignment to foo.', 'sensitive'],
    ['Microsoft.Compute/galleries/write', 'An Azure resource was created or changed: microsoft.compute/galleries/write.', 'notable'],
    [
      'Microsoft.Network/firewallPolicies/delete',
      'An Azure resource was deleted: microsoft.network/firewall policies/delete.',
      'sensitive',
    ],
    ['MICROSOFT.CDN/PROFILES/PURGE/ACTION', 'Something was done with an Azure resource: microsoft.cdn/profiles/purge/action.', 'notable'],
    [
      'Microsoft.Cache/redis/listKeys/action',
      'Keys or credentials of an Azure resource were read: microsoft.cache/redis/list keys/action.',
      'sensitive',
    ],
    ['Frobnicate', 'The service recorded this operation: frobnicate.', 'notable'],
    ['', 'The service recorded this operation: an operation without a name.', 'notable'],
    ['更新', 'The service recorded this operation: 更新.', 'notable'],
  ])('says something general about %j', (operation, means, level) => {
    const found = lookUpOperation('Sway', operation, 'Sway');
    expect(found.own).toBe(false);
    expect([found.knowledge.means, found.knowledge.level]).toEqual([means, level]);
    expect(found.knowledge.check).toContain('Ask somebody who looks after Sway whether this was expected.');
  });

  it('reads names of every spelling, and long ones only so far', () => {
    expect(operationWords('createDeviceManagementScript DeviceManagementScript')).toBe(
      'create device management script device management script',
    );
    expect(operationWords('Set-CASMailbox')).toBe('set cas mailbox');
    expect(operationFamily('X', 'A'.repeat(100_000), 'X').means.length).toBeLessThan(300);
  });
});

describe('the share of operations with a text of their own', () => {
  it('is every operation of the Azure activity log that has a sentence of its own', () => {
    const named = [...mappings.operations.keys()].filter((name) => name.startsWith('microsoft.'));
    expect(named.length).toBeGreaterThan(25);
    expect(named.filter((name) => !knownOperation('Azure', name))).toEqual([]);
  });

  it('is at least 95% of the events of a generated company and 80% of its operations', () => {
    const tally = new Tally();
    const set = { tenantId: '5a3c1c3e-70a1-4c2b-9a35-0d1f6b0e7a11', seed: 20_261, users: 100, events: 15_000, days: 30 };
    for (const { source, body } of generatedRecords({ ...set, anchor: Date.UTC(2026, 10, 1) })) tally.add(body, source);
    const { operations, events } = tally.report('generated company');
    expect(operations).toBeGreaterThanOrEqual(0.8);
    expect(events).toBeGreaterThanOrEqual(0.95);
  });

  (present ? it : it.skip)('is at least 80% of the operations in the public records', () => {
    const tally = new Tally();
    for (const file of readdirSync(directory).filter((name) => name.endsWith('.ndjson') && !name.endsWith('.labels.ndjson')))
      for (const line of readFileSync(path.join(directory, file), 'utf8').split('\n'))
        if (line.trim() !== '') tally.add(JSON.parse(line), 'import');
    expect(tally.report('public records').operations).toBeGreaterThanOrEqual(0.8);
  });
});
