import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { NormalizedEvent } from '@aoc/contracts';
import { isGuid } from './identifiers';
import { defaultMappings, MAX_ENTITY_KEYS, MAX_SEARCH_TEXT, normalize, type Normalized } from './index';

// The public records lie beside the repository and are not part of it: without them this suite is skipped, visibly.
const directory = path.resolve(import.meta.dirname, '../../../../shared/data/records');
const present = existsSync(directory);
if (!present) console.warn(`public test records not found at ${path.relative(process.cwd(), directory)}: skipped`);

const now = new Date('2026-11-24T00:00:00Z');
const options = { source: 'import', mappings: defaultMappings(), now } as const;

/** Files with the number of lines that become events and that are rejected, by reason. */
const EXPECTED: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  alertlogic__o365_mgmt: { event: 2 },
  lab_tenant__o365_mgmt: { event: 3198 },
  msdocs__entra_audit_graph: { event: 4 },
  msdocs__entra_signin_graph: { event: 4 },
  msdocs__intune_audit_graph: { event: 2 },
  msdocs__o365_mgmt: { event: 11 },
  otrf__entra_audit_sentinel: { event: 4 },
  otrf__o365_sentinel_OfficeActivity: { event: 1 },
  panther__entra_audit_diag: { event: 8 },
  panther__entra_signin_diag: { event: 16 },
  panther__intune_diag: { event: 4 },
  panther__o365_mgmt_lowercased: { event: 7 },
  plaso__o365_mgmt: { event: 4 },
  splunk_security_content__entra_audit_diag: { event: 15 },
  splunk_security_content__entra_signin_diag: { event: 1 },
  splunk_security_content__o365_mgmt: { event: 17, no_timestamp: 1 },
};

const SERVICES =
  /^(?:UserManagement|GroupManagement|RoleManagement|ApplicationManagement|DirectoryManagement|Directory|Policy|AuthorizationPolicy|SignIn|Intune|AzureActiveDirectory|Exchange|SharePoint|OneDrive|Teams|SecurityComplianceCenter|ThreatIntelligence|SkypeForBusiness|Aip)$/;

const linesOf = (name: string): unknown[] =>
  readFileSync(path.join(directory, `${name}.ndjson`), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): unknown => JSON.parse(line));

/** What is wrong with an event, in words; empty when it is sensible. */
function faults(event: NormalizedEvent): string[] {
  const found: string[] = [];
  const check = (right: boolean, fault: string): void => {
    if (!right) found.push(fault);
  };
  check(SERVICES.test(event.service), `service ${event.service}`);
  check(
    event.operation !== '' && event.operation === event.operation.trim() && !event.operation.startsWith('Unknown'),
    `operation ${event.operation}`,
  );
  check(event.timestamp.getUTCFullYear() >= 2015 && event.timestamp < now, `timestamp ${event.timestamp.toISOString()}`);
  check(/^(?:directory|signin|intune|unified):./.test(event.dedupe_key), `dedupe key ${event.dedupe_key}`);
  check(event.id !== '', 'empty id');
  check(event.display_category !== '' && event.display_summary.length > 8, 'no summary');
  check(
    !/\b(?:undefined|null|NaN)\b|\[object|\{\w+\}/.test(event.display_summary.replace(/\{[0-9a-f-]{36}\}/gi, '')),
    `summary ${event.display_summary}`,
  );
  check(event.search_text.length <= MAX_SEARCH_TEXT && !event.search_text.includes('[object'), `search text ${event.search_text}`);
  check(event.entity_keys.length <= MAX_ENTITY_KEYS, 'too many entity keys');
  check(
    event.entity_keys.every((key) => key === key.toLowerCase() && key !== ''),
    'entity key not in lower case',
  );
  check(new Set(event.entity_keys).size === event.entity_keys.length, 'entity keys repeat');
  check(!event.entity_keys.includes('00000000-0000-0000-0000-000000000000'), 'all-zero GUID among the entity keys');
  check(event.actor_display !== null || event.actor.type === 'system', 'nameless actor');
  check(event.actor.display === null || !isGuid(event.actor.display), 'GUID as name of the actor');
  check(
    event.targets.every(({ display }) => display === null || !isGuid(display)),
    'GUID as name of a target',
  );
  return found;
}

/** A GUID in the sentence although the target or the actor has a name. */
const hidesName = ({ actor, actor_display, display_summary }: NormalizedEvent): boolean =>
  (actor.display !== null || actor.upn !== null) && actor_display !== null && isGuid(display_summary.split(' ', 1)[0] ?? '');

(present ? describe : describe.skip)('every public record', () => {
  it('is expected here file by file', () => {
    const files = readdirSync(directory).filter((name) => name.endsWith('.ndjson') && !name.endsWith('.labels.ndjson'));
    expect(files.map((name) => name.slice(0, -'.ndjson'.length)).sort()).toEqual(Object.keys(EXPECTED).sort());
  });

  it.each(Object.entries(EXPECTED))('%s becomes sensible events or rejections with a reason', (name, expected) => {
    const counts: Record<string, number> = {};
    const wrong: string[] = [];
    for (const [index, raw] of linesOf(name).entries()) {
      const result: Normalized = normalize(raw, options);
      const outcome = result.ok ? 'event' : result.reason;
      counts[outcome] = (counts[outcome] ?? 0) + 1;
      if (result.ok) {
        for (const fault of faults(result.event)) wrong.push(`line ${index + 1}: ${fault}`);
        if (hidesName(result.event)) wrong.push(`line ${index + 1}: ${result.event.display_summary}`);
        if (result.event.raw !== raw) wrong.push(`line ${index + 1}: raw is not the record itself`);
      } else if (result.detail === '' || result.detail.startsWith('normaliser failed')) wrong.push(`line ${index + 1}: ${result.detail}`);
    }
    process.stdout.write(
      `  ${name}: ${Object.entries(counts)
        .map(([outcome, count]) => `${count} ${outcome}`)
        .join(', ')}\n`,
    );
    expect(wrong.slice(0, 10)).toEqual([]);
    expect(counts).toEqual(expected);
  });

  it('delivers the lab tenant as distinct events with its exact duplicates folded', () => {
    const keys = new Map<string, string>();
    for (const raw of linesOf('lab_tenant__o365_mgmt')) {
      const result = normalize(raw, options);
      if (!result.ok) continue;
      const text = JSON.stringify(raw);
      expect(keys.get(result.event.dedupe_key) ?? text).toBe(text);
      keys.set(result.event.dedupe_key, text);
    }
    expect(keys.size).toBe(2331);
  });
});
