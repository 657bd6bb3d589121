import {
  activityEvent,
  directoryEvent,
  enveloped,
  holdsFor,
  importedRule,
  onlyReport,
  signInEvent,
  sigmaRule,
  unifiedEvent,
} from '../testing/sigma';
import { activityExport, signInRecord } from '../testing/sigma-records';

const ENTRA = 'product: azure, service: auditlogs';
const SIGN_IN = 'product: azure, service: signinlogs';
const ACTIVITY = 'product: azure, service: activitylogs';
const UNIFIED = 'product: m365, service: audit';

describe('fields', () => {
  it('of the unified log are found where its Entra activities end in a full stop', () => {
    const event = unifiedEvent({ Workload: 'AzureActiveDirectory', RecordType: 8, Operation: 'Disable Strong Authentication.' });
    const fields = [
      'Operation|contains: Disable Strong Authentication.',
      'Operation: Disable Strong Authentication',
      "Operation: 'Disable * Authentication'",
      'Operation|endswith: Authentication.',
    ];
    expect(fields.map((field) => holdsFor(importedRule(sigmaRule(`sel:\n  ${field}\ncondition: sel`)), event))).toEqual(
      fields.map(() => true),
    );
  });

  it('of cmdlets are found where the parameters are PowerShell text', () => {
    const rule = importedRule(sigmaRule('sel: {Parameters.ForwardTo|contains: evil}\ncondition: sel'));
    expect(holdsFor(rule, unifiedEvent({ Operation: 'New-InboxRule', Parameters: '-Name "x" -ForwardTo "eve@evil.example"' }))).toBe(true);
  });

  it('of alerts are found by the name of the alert', () => {
    const rule = importedRule(
      sigmaRule("sel: {eventSource: SecurityComplianceCenter, eventName: 'Impossible travel activity', status: success}\ncondition: sel"),
    );
    const alert = { Workload: 'SecurityComplianceCenter', RecordType: 40, Operation: 'AlertTriggered', ResultStatus: 'Succeeded' };
    expect(holdsFor(rule, unifiedEvent({ ...alert, Name: 'Impossible travel activity' }))).toBe(true);
    expect(holdsFor(rule, unifiedEvent({ ...alert, Name: 'Another alert' }))).toBe(false);
  });

  it.each([
    [ENTRA, 'failure_status_reason', 'Entra audit records'],
    [SIGN_IN, 'ActivityDetails', 'sign-in records'],
    [UNIFIED, 'CommandLine', 'unified audit log'],
    [ENTRA, 'TargetResources.colour', 'Entra audit records'],
    [ENTRA, '__proto__', 'Entra audit records'],
    [SIGN_IN, 'constructor', 'sign-in records'],
  ])('that no record has are named (%s, %s)', (logsource, field, records) => {
    const report = onlyReport(sigmaRule(`sel: {${field}: x}\ncondition: sel`, logsource));
    expect(report).toMatchObject({ verdict: 'cannot_run', reasons: [{ place: `detection.sel.${field}` }] });
    expect(report.reasons[0]?.message).toContain(`no field "${field}"`);
    expect(report.reasons[0]?.message).toContain(records);
  });

  it.each([
    ['product: windows', 'not a product whose logs AOC collects'],
    ['product: azure, service: vnetflow', 'not a log of azure'],
    ['product: azure, service: pim', 'Privileged Identity Management'],
    ['service: audit', 'not a product'],
    ['product: constructor', 'not a product'],
    ['product: azure, service: toString', 'not a log of azure'],
  ])('of logs that are not there cannot run: %s', (logsource, message) => {
    expect(onlyReport(sigmaRule('sel: {a: b}\ncondition: sel', logsource)).reasons[0]?.message).toContain(message);
  });

  it('of risk detections watch the risk of sign-ins, and say so; risks of users cannot run', () => {
    const source = 'product: azure, service: riskdetection';
    const report = onlyReport(sigmaRule('sel: {riskEventType: unfamiliarFeatures}\ncondition: sel', source));
    expect(report.verdict).toBe('imported_with_notes');
    expect(report.rule && holdsFor(report.rule, signInEvent(signInRecord))).toBe(true);
    expect(report.rule && holdsFor(report.rule, signInEvent({ riskEventTypes_v2: ['newCountry'] }))).toBe(false);
    expect(onlyReport(sigmaRule('sel: {riskEventType: leakedCredentials}\ncondition: sel', source)).verdict).toBe('cannot_run');
  });

  it('of the Azure activity log are found in its records, and in Entra records of that name; that it is only imported is said', () => {
    const report = onlyReport(sigmaRule("sel: {operationName|startswith: 'MICROSOFT.NETWORK/DNSZONES'}\ncondition: sel", ACTIVITY));
    expect(report.verdict).toBe('imported_with_notes');
    expect(report.notes.join()).toContain('are imported');
    const entra = enveloped({ caller: 'ann' }, { operationName: 'Microsoft.Network/dnsZones/delete' });
    for (const event of [activityEvent(), activityEvent(activityExport), entra])
      expect(report.rule && holdsFor(report.rule, event)).toBe(true);
    const device = importedRule(sigmaRule('sel: {properties.message: Delete device}\ncondition: sel', ACTIVITY));
    expect(holdsFor(device, directoryEvent({ activityDisplayName: 'Delete device' }))).toBe(true);
    expect(holdsFor(device, activityEvent())).toBe(false);
  });
});
