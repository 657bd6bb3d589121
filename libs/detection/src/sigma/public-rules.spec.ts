import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { NormalizedEvent } from '@aoc/contracts';
import { defaultMappings, normalize } from '@aoc/normalization';
import { compileRules } from '../engine/compile-rules';
import { evaluate } from '../engine/evaluate';
import { NOW } from '../testing/build';
import { importSigma } from './import-sigma';
import type { SigmaReport } from './report';

// Public rules and records lie beside the repository and are not part of it: without them this suite is skipped, visibly.
const data = path.resolve(import.meta.dirname, '../../../../../shared/data');
const present = existsSync(path.join(data, 'sigma')) && existsSync(path.join(data, 'records'));
if (!present) console.warn(`public Sigma rules and test records not found at ${path.relative(process.cwd(), data)}: skipped`);
const withData = present ? describe : describe.skip;

interface PublicRule {
  name: string;
  folder: string;
  service: string;
  report: SigmaReport;
}

function publicRules(): PublicRule[] {
  const files = readdirSync(path.join(data, 'sigma'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yml'));
  return files.sort().flatMap((file) => {
    const text = readFileSync(path.join(data, 'sigma', file), 'utf8');
    const service = /^\s+service: *(\S+)/m.exec(text)?.[1] ?? '';
    return importSigma(text).map((report) => ({ name: path.basename(file, '.yml'), folder: path.dirname(file), service, report }));
  });
}

/** Rules that cannot run, with the field or log that is the reason. */
const CANNOT_RUN: Readonly<Record<string, string>> = {
  azure_app_end_user_consent_blocked: 'failure_status_reason',
  azure_identity_protection_anomalous_user: 'anomalousUserActivity',
  azure_identity_protection_leaked_credentials: 'leakedCredentials',
  azure_legacy_authentication_protocols: 'ActivityDetails',
  azure_pim_invalid_license: 'Privileged Identity Management',
  azure_pim_role_assigned_outside_of_pim: 'Privileged Identity Management',
};

/** Files of records (and how many of each) that rules must fire on. */
const FIRES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  azure_aad_secops_ca_policy_updatedby_bad_actor: { panther__entra_audit_diag: 2 },
  azure_ad_account_created_deleted: { msdocs__o365_mgmt: 1 },
  azure_ad_user_added_to_admin_role: {
    lab_tenant__o365_mgmt: 30,
    panther__entra_audit_diag: 1,
    splunk_security_content__entra_audit_diag: 1,
    splunk_security_content__o365_mgmt: 1,
  },
  azure_app_delegated_permissions_all_users: { lab_tenant__o365_mgmt: 4, otrf__entra_audit_sentinel: 1 },
  azure_app_device_code_authentication: { panther__entra_signin_diag: 2 },
  azure_app_owner_added: { lab_tenant__o365_mgmt: 3, splunk_security_content__entra_audit_diag: 1, splunk_security_content__o365_mgmt: 1 },
  azure_app_permissions_msft: {
    lab_tenant__o365_mgmt: 7,
    otrf__entra_audit_sentinel: 1,
    splunk_security_content__entra_audit_diag: 1,
    splunk_security_content__o365_mgmt: 1,
  },
  azure_app_role_added: { lab_tenant__o365_mgmt: 1 },
  azure_app_ropc_authentication: { splunk_security_content__entra_signin_diag: 1 },
  azure_app_uri_modifications: { lab_tenant__o365_mgmt: 4 },
  azure_identity_protection_anomalous_token: { panther__entra_signin_diag: 1 },
  azure_mfa_disabled: { splunk_security_content__entra_audit_diag: 1, splunk_security_content__o365_mgmt: 1 },
  azure_service_principal_created: {
    lab_tenant__o365_mgmt: 27,
    splunk_security_content__entra_audit_diag: 1,
    splunk_security_content__o365_mgmt: 1,
  },
  microsoft365_disabling_mfa: { splunk_security_content__o365_mgmt: 1 },
};

function* recordsOf(file: string): Generator<NormalizedEvent> {
  const mappings = defaultMappings();
  for (const line of readFileSync(path.join(data, 'records', file), 'utf8').split('\n')) {
    if (line.trim() === '') continue;
    const normalized = normalize(JSON.parse(line), { source: 'import', mappings, now: NOW });
    if (normalized.ok) yield normalized.event;
  }
}

function hitsOf(rules: readonly PublicRule[]): Record<string, Record<string, number>> {
  const runnable = rules.flatMap(({ name, report }) => (report.rule ? [{ id: name, body: { ...report.rule, enabled: true } }] : []));
  const set = compileRules(runnable);
  expect([...set.problems]).toEqual([]);
  const hits: Record<string, Record<string, number>> = {};
  const files = readdirSync(path.join(data, 'records')).filter((file) => file.endsWith('.ndjson') && !file.includes('.labels.'));
  for (const file of files)
    for (const event of recordsOf(file))
      for (const { rule } of evaluate(set, event, { now: NOW }).matches) {
        const byFile = (hits[rule.id] ??= {});
        const name = path.basename(file, '.ndjson');
        byFile[name] = (byFile[name] ?? 0) + 1;
      }
  return hits;
}

withData('public Sigma rules', () => {
  const rules = present ? publicRules() : [];

  it('each get a verdict with what belongs to it', () => {
    expect(rules.length).toBeGreaterThanOrEqual(79);
    for (const { name, report } of rules) {
      expect({ name, title: report.title, id: report.id }).toEqual({ name, title: expect.any(String), id: expect.any(String) });
      expect({ name, hasRule: report.rule !== undefined }).toEqual({ name, hasRule: report.verdict !== 'cannot_run' });
      expect({ name, hasReasons: report.reasons.length > 0 }).toEqual({ name, hasReasons: report.verdict === 'cannot_run' });
      expect({ name, hasNotes: report.notes.length > 0 || report.verdict !== 'imported_with_notes' }).toEqual({ name, hasNotes: true });
      if (report.rule) expect(report.rule.description).toMatch(/Sigma rule [0-9a-f-]{36} by .+, licence DRL 1\.1\.$/);
    }
  });

  it('cannot run for the reasons that are known, and for no others', () => {
    const refused = rules.filter(({ report }) => report.verdict === 'cannot_run');
    expect(refused.map(({ name }) => name).sort()).toEqual(Object.keys(CANNOT_RUN).sort());
    for (const { name, report } of refused) expect(report.reasons.map(({ message }) => message).join('; ')).toContain(CANNOT_RUN[name]);
  });

  it.each([
    ['audit, sign-in and Microsoft 365 rules', /^(?:auditlogs|signinlogs|audit|exchange|threat_management|threat_detection)$/],
    ['audit rules', /^auditlogs$/],
    ['sign-in rules', /^signinlogs$/],
  ])('can run for at least nine in ten %s', (_name, services) => {
    const chosen = rules.filter(({ service }) => services.test(service));
    const runnable = chosen.filter(({ report }) => report.rule !== undefined);
    expect(chosen.length).toBeGreaterThanOrEqual(10);
    expect(runnable.length / chosen.length).toBeGreaterThanOrEqual(0.9);
  });

  it('fire on real records, and on those alone', () => {
    expect(hitsOf(rules)).toEqual(FIRES);
  });

  it('say so where the log is not collected', () => {
    const elsewhere = rules.filter(({ service, report }) => report.rule && /^(?:activitylogs|riskdetection)$/.test(service));
    expect(elsewhere.length).toBeGreaterThan(20);
    for (const { name, report } of elsewhere)
      expect({ name, notes: report.notes.join(' ') }).toEqual({ name, notes: expect.stringContaining('does not collect') });
  });
});
