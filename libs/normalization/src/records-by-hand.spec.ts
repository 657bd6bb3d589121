import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { defaultMappings, normalize } from './index';

// See records.spec.ts: the public records are not part of the repository.
const directory = path.resolve(import.meta.dirname, '../../../../shared/data/records');
const present = existsSync(directory);
if (!present) console.warn('public test records not found: skipped');

type Row = readonly [
  file: string,
  line: number,
  timestamp: string,
  service: string,
  operation: string,
  result: string | null,
  actorType: string,
  actor: string | null,
  ip: string | null,
  targets: readonly string[],
  summary: string,
];

/** Checked against the records by hand; at most the first three targets. */
// oxfmt-ignore
const ROWS: readonly Row[] = [
  ["alertlogic__o365_mgmt", 1, "2017-12-20T03:18:41.000Z", "AzureActiveDirectory", "UserLoggedIn", "success", "user", "azure_se_logcollection@alazurealertlogic.onmicrosoft.com", "204.110.219.5", ["Microsoft Azure CLI","Windows Azure Service Management API"], "azure_se_logcollection@alazurealertlogic.onmicrosoft.com signed in to Microsoft Azure CLI"],
  ["msdocs__entra_audit_graph", 1, "2018-01-09T21:20:02.721Z", "UserManagement", "Add member to group", "success", "user", "Jamie Doe", "127.0.0.1", ["Example.com","jdoe@contoso.com"], "Jamie Doe added jdoe@contoso.com to group Example.com"],
  ["msdocs__entra_audit_graph", 3, "2018-01-09T21:20:02.721Z", "UserManagement", "Add member to group", "success", "user", "Audry Oliver", "127.0.0.1", ["Example.com","example@contoso.com"], "Audry Oliver added example@contoso.com to group Example.com"],
  ["msdocs__entra_signin_graph", 1, "2020-03-13T19:15:41.619Z", "SignIn", "Sign-in activity", "success", "user", "Test contoso", "131.107.159.37", ["Graph explorer","Microsoft Graph"], "Test contoso signed in to Graph explorer"],
  ["msdocs__entra_signin_graph", 3, "2018-11-06T18:48:33.852Z", "SignIn", "Sign-in activity", null, "user", "Jon Doe", "131.107.159.37", ["Azure Portal","Windows Azure Service Management API"], "Jon Doe signed in to Azure Portal"],
  ["msdocs__intune_audit_graph", 1, "2017-01-01T07:59:51.636Z", "Intune", "Activity value", "activity result value", "user", "User Principal Name value", null, ["Display Name value"], "User Principal Name value: Activity value (Display Name value)"],
  ["msdocs__o365_mgmt", 1, "2022-12-06T20:51:58.000Z", "Aip", "Discover", null, "user", "ipadmin@champion365.onmicrosoft.com", "104.190.163.53", ["Cascade Car Schematics.docx","WinDev2210Eval"], "ipadmin@champion365.onmicrosoft.com discovered protected file Cascade Car Schematics.docx"],
  ["msdocs__o365_mgmt", 4, "2022-12-13T22:45:39.000Z", "Aip", "SensitivityLabelApplied", null, "user", "ipadmin@champion365.onmicrosoft.com", "20.163.159.46", ["Document2","marketing-demo1"], "ipadmin@champion365.onmicrosoft.com applied a sensitivity label to Document2"],
  ["msdocs__o365_mgmt", 6, "2023-03-22T19:00:59.000Z", "Exchange", "MessageAccess", "success", "user", "admin@M365x965352.onmicrosoft.com", null, ["samschan.msft@gmail.com"], "admin@M365x965352.onmicrosoft.com opened an encrypted message (samschan.msft@gmail.com)"],
  ["msdocs__o365_mgmt", 7, "2023-03-22T19:04:09.000Z", "Exchange", "AttachmentReview", "failure", "user", "admin@M365x965352.onmicrosoft.com", null, ["samschan.msft@gmail.com"], "admin@M365x965352.onmicrosoft.com: AttachmentReview in samschan.msft@gmail.com (failed)"],
  ["msdocs__o365_mgmt", 9, "2015-06-29T20:03:19.000Z", "AzureActiveDirectory", "PasswordLogonInitialAuthUsingPassword", "failure", "user", "admin@contoso.onmicrosoft.com", "134.170.188.221", [], "admin@contoso.onmicrosoft.com failed to sign in with a password"],
  ["msdocs__o365_mgmt", 11, "2015-06-29T20:04:55.000Z", "AzureActiveDirectory", "Add User.", "success", "user", "admin@contoso.onmicrosoft.com", null, ["user001@contoso.onmicrosoft.com"], "admin@contoso.onmicrosoft.com created user user001@contoso.onmicrosoft.com"],
  ["otrf__entra_audit_sentinel", 1, "2021-08-02T13:29:25.983Z", "ApplicationManagement", "Update application – Certificates and secrets management", "success", "user", "pgustavo@simulandlabs.com", null, ["SimuLandApp"], "pgustavo@simulandlabs.com changed certificates or secrets of application SimuLandApp"],
  ["otrf__entra_audit_sentinel", 4, "2021-08-02T13:27:20.017Z", "ApplicationManagement", "Add delegated permission grant", "success", "user", "pgustavo@simulandlabs.com", null, ["Microsoft Graph","0d2f5969-011b-460d-ac74-3291d227d49f"], "pgustavo@simulandlabs.com granted delegated permission User.Read Mail.ReadWrite on Microsoft Graph"],
  ["otrf__o365_sentinel_OfficeActivity", 1, "2021-08-02T13:32:07.000Z", "Exchange", "MailItemsAccessed", "success", "user", "pgustavo@simulandlabs.com", "1.2.3.4", ["pgustavo@simulandlabs.com","\\Inbox"], "pgustavo@simulandlabs.com accessed mail in mailbox pgustavo@simulandlabs.com (Bind)"],
  ["panther__entra_audit_diag", 1, "2025-01-15T08:45:30.123Z", "Directory", "User has elevated their access to User Access Administrator for their Azure Resources", "success", "user", "Senior Administrator", "2.2.2.2", [], "Senior Administrator elevated their access to User Access Administrator of all Azure resources"],
  ["panther__entra_audit_diag", 2, "2025-01-15T14:15:35.345Z", "Directory", "Remove role assignment", "success", "user", "Security Admin", "198.51.100.150", ["Former Employee"], "Security Admin removed the Azure role assignment of Former Employee"],
  ["panther__entra_audit_diag", 3, "2024-11-27T03:31:26.708Z", "Policy", "Update conditional access policy", "success", "user", "denethor@lotr.com", "1.2.3.4", ["MFA"], "denethor@lotr.com changed conditional access policy MFA"],
  ["panther__entra_audit_diag", 6, "2024-12-16T16:32:16.087Z", "RoleManagement", "Add member to role in PIM completed (permanent)", "success", "user", "Ju Cho", "1.2.3.4", ["Application Administrator","12345","Malenia"], "Ju Cho made Malenia a permanent member of role Application Administrator (PIM)"],
  ["panther__entra_signin_diag", 1, "2025-01-15T09:30:45.123Z", "SignIn", "Sign-in activity", "success", "user", "aragorn@lotr.com", "2.2.2.2", ["Microsoft Authentication Broker","Microsoft Graph"], "aragorn@lotr.com signed in to Microsoft Authentication Broker"],
  ["panther__entra_signin_diag", 2, "2025-01-15T11:20:15.789Z", "SignIn", "Sign-in activity", "success", "user", "iotdevice@company.com", "192.0.2.100", ["Azure CLI","Microsoft Azure Management"], "iotdevice@company.com signed in to Azure CLI"],
  ["panther__entra_signin_diag", 4, "2026-02-18T07:32:50.552Z", "SignIn", "Sign-in activity", "success", "user", "jane.doe@example.com", "203.0.113.10", ["Custom App","Microsoft Graph"], "jane.doe@example.com signed in to Custom App"],
  ["panther__entra_signin_diag", 6, "2023-07-26T22:58:30.983Z", "SignIn", "Sign-in activity", "failure", "application", "some-service-principal", "12.12.12.12", ["Azure Storage"], "some-service-principal failed to sign in to Azure Storage"],
  ["panther__intune_diag", 1, "2025-04-11T18:21:02.000Z", "Intune", "Create MobileApp", "success", "user", "testuser@test.com", null, ["yubikey-manager-qt-1.2.6-win64.exe"], "testuser@test.com added app yubikey-manager-qt-1.2.6-win64.exe to Intune"],
  ["panther__intune_diag", 3, "2025-04-01T18:42:09.576Z", "Intune", "assignDeviceManagementScript DeviceManagementScript", "success", "user", "testuser@testdomain.com", null, ["914232cd-e64b-4ecd-9fe2-ecfc5f1aef89"], "testuser@testdomain.com assigned a device script in Intune"],
  ["panther__o365_mgmt_lowercased", 1, "2022-12-12T15:57:57.000Z", "AzureActiveDirectory", "UserLoginFailed", "failure", "user", "sample.user@yourorg.onmicrosoft.com", "1.2.3.4", ["123-abc-sfa-321","11-22-33"], "sample.user@yourorg.onmicrosoft.com failed to sign in to 123-abc-sfa-321 (InvalidUserNameOrPassword)"],
  ["panther__o365_mgmt_lowercased", 2, "2022-12-12T15:57:57.000Z", "AzureActiveDirectory", "UserLoggedIn", "success", "user", "sample.user@yourorg.onmicrosoft.com", "1.2.3.4", ["123-abc-sfa-321","11-22-33"], "sample.user@yourorg.onmicrosoft.com signed in to 123-abc-sfa-321"],
  ["panther__o365_mgmt_lowercased", 3, "2022-12-12T19:31:41.000Z", "OneDrive", "AddedToSecureLink", null, "user", "my.user@yourorg.onmicrosoft.com", "1.2.3.4", ["importantsecrets.docx","OUTSIDER@ALLOWEDDOMAIN.COM","user_yourorg"], "my.user@yourorg.onmicrosoft.com gave OUTSIDER@ALLOWEDDOMAIN.COM a link to importantsecrets.docx"],
  ["plaso__o365_mgmt", 2, "2022-05-07T12:56:18.000Z", "Exchange", "Set-MailboxPlan", "success", "system", "NT AUTHORITY\\SYSTEM (Microsoft.Exchange.Servicehost)", null, ["ExchangeOnlineDeskless-96d3a052-0b63-4281-aae5-cfb3ad49523e"], "NT AUTHORITY\\SYSTEM (Microsoft.Exchange.Servicehost) changed ResetPasswordOnNextLogon of ExchangeOnlineDeskless-96d3a052-0b63-4281-aae5-cfb3ad49523e (Set-MailboxPlan)"],
  ["plaso__o365_mgmt", 4, "2022-05-08T15:13:41.000Z", "AzureActiveDirectory", "UserLoggedIn", "success", "user", "piet@sst5f.onmicrosoft.com", null, [], "piet@sst5f.onmicrosoft.com signed in"],
  ["splunk_security_content__entra_audit_diag", 1, "2024-02-08T21:49:53.764Z", "ApplicationManagement", "Add app role assignment to service principal", "success", "application", "LegacyTestOAuthApp", null, ["Office 365 Exchange Online","STRT_Oauth"], "LegacyTestOAuthApp granted app permission full_access_as_app on Office 365 Exchange Online to STRT_Oauth"],
  ["splunk_security_content__entra_audit_diag", 2, "2023-04-28T16:39:51.931Z", "RoleManagement", "Add member to role", "success", "user", "strt_admin@splunkresearch.com", "52.177.250.168", ["User1@splunkresearch.com","Privileged Role Administrator"], "strt_admin@splunkresearch.com added User1@splunkresearch.com to role Privileged Role Administrator"],
  ["splunk_security_content__entra_audit_diag", 6, "2023-10-27T16:14:14.974Z", "ApplicationManagement", "Consent to application", "failure", "user", "user15@splunkresearch.onmicrosoft.com", "13.85.188.242", ["Bad App 1"], "user15@splunkresearch.onmicrosoft.com consented to Mail.Read Mail.Read.Shared Mail.ReadBasic Mail.ReadBasic.Shared Mail.ReadWrite Mail.ReadWrite.Shared for application Bad App 1 (failed)"],
  ["splunk_security_content__entra_audit_diag", 7, "2023-07-11T00:01:35.025Z", "UserManagement", "Disable Strong Authentication", "success", "user", "oops@splunkresearch.com", null, ["Abigail.Clark@splunkresearch.com"], "oops@splunkresearch.com turned off per-user MFA for Abigail.Clark@splunkresearch.com"],
  ["splunk_security_content__entra_audit_diag", 10, "2023-07-24T14:28:55.064Z", "UserManagement", "Reset password (by admin)", "success", "user", "tommyr@splunkresearch.com", "40.81.4.144", ["test"], "tommyr@splunkresearch.com reset the password of test"],
  ["splunk_security_content__entra_signin_diag", 1, "2023-10-24T20:01:11.949Z", "SignIn", "Sign-in activity", "failure", "user", "user15", "1.2.3.4", ["Azure Active Directory PowerShell","Windows Azure Active Directory"], "user15 failed to sign in to Azure Active Directory PowerShell (Due to a configuration change made by your administrator, or because you moved to a new location, yo)"],
  ["splunk_security_content__o365_mgmt", 1, "2021-01-19T22:21:39.000Z", "AzureActiveDirectory", "Add app role assignment grant to user.", "success", "user", "rodsoto@rodsoto.onmicrosoft.com", "40.124.84.4", ["Amazon Web Services (AWS)","vagrant@rodsoto.onmicrosoft.com"], "rodsoto@rodsoto.onmicrosoft.com gave vagrant@rodsoto.onmicrosoft.com the app role arn:aws:iam::111111111111:role/rodonmicrotestrole,arn:aws:iam::111111111111:saml-provider/rodsotoonm of Amazon Web Services (AWS)"],
  ["splunk_security_content__o365_mgmt", 2, "2024-02-08T21:49:53.000Z", "AzureActiveDirectory", "Add app role assignment to service principal.", "success", "application", "LegacyTestOAuthApp", null, ["Office 365 Exchange Online","STRT_Oauth"], "LegacyTestOAuthApp granted app permission full_access_as_app on Office 365 Exchange Online to STRT_Oauth"],
  ["splunk_security_content__o365_mgmt", 3, "2020-12-15T10:18:53.000Z", "Exchange", "Add-MailboxPermission", "success", "user", "pbareiss@rodsoto.onmicrosoft.com", "18.159.234.121", ["jhernan","Patrick Bareiss"], "pbareiss@rodsoto.onmicrosoft.com gave Patrick Bareiss FullAccess on mailbox jhernan"],
  ["splunk_security_content__o365_mgmt", 4, "2023-10-20T16:50:46.000Z", "AzureActiveDirectory", "Add member to role.", "success", "user", "attacker@splunkresearch.onmicrosoft.com", null, ["lowpriv@splunkresearch.onmicrosoft.com","Company Administrator"], "attacker@splunkresearch.onmicrosoft.com added lowpriv@splunkresearch.onmicrosoft.com to role Company Administrator"],
  ["splunk_security_content__o365_mgmt", 11, "2023-09-07T18:19:07.000Z", "Exchange", "ModifyFolderPermissions", "success", "user", "user1@contoso.onmicrosoft.com", "22.23.21.25", ["user1@contoso.onmicrosoft.com","Everyone","\\Inbox"], "user1@contoso.onmicrosoft.com changed folder permissions of Everyone in mailbox user1@contoso.onmicrosoft.com"],
  ["splunk_security_content__o365_mgmt", 14, "2023-09-01T17:16:20.000Z", "AzureActiveDirectory", "Update application.", "success", "user", "attacker@contoso.onmicrosoft.com", null, ["TestApp2"], "attacker@contoso.onmicrosoft.com changed RequiredResourceAccess of application TestApp2"],
  ["lab_tenant__o365_mgmt", 115, "2021-05-14T16:34:51.000Z", "Exchange", "MailItemsAccessed", "success", "user", "joey@dutchmasterz.onmicrosoft.com", "2603:10a6:803:12c:cafe::c0", ["joey@dutchmasterz.onmicrosoft.com","\\Inbox"], "joey@dutchmasterz.onmicrosoft.com accessed mail in mailbox joey@dutchmasterz.onmicrosoft.com (Bind)"],
  ["lab_tenant__o365_mgmt", 135, "2021-05-12T14:12:27.000Z", "SecurityComplianceCenter", "SearchMtpStatus", null, "system", null, null, [], "The system looked up the threat protection status"],
  ["lab_tenant__o365_mgmt", 2987, "2021-04-16T12:07:14.000Z", "Exchange", "New-InboxRule", "success", "user", "A.Thulile@dutchmasterz.onmicrosoft.com", "62.149.20.10", [".","A.Thulile"], "A.Thulile@dutchmasterz.onmicrosoft.com created inbox rule \".\" for A.Thulile (DeleteMessage True)"],
  ["lab_tenant__o365_mgmt", 2988, "2021-04-16T12:08:47.000Z", "Exchange", "New-TransportRule", "success", "user", "A.Thulile@dutchmasterz.onmicrosoft.com", "62.149.20.10", ["."], "A.Thulile@dutchmasterz.onmicrosoft.com created transport rule \".\" (BlindCopyTo ITCornpany@gmail.com)"],
  ["lab_tenant__o365_mgmt", 3055, "2021-04-16T12:17:22.000Z", "Teams", "MemberAdded", null, "application", "Microsoft Teams Sync", null, ["ITCornpany hha","dutchmasterz"], "Microsoft Teams Sync added ITCornpany hha to team dutchmasterz"],
  ["lab_tenant__o365_mgmt", 2021, "2021-03-26T09:07:05.000Z", "ThreatIntelligence", "TIMailData", null, "system", "ThreatIntel", null, ["Fw: Reminder: \"Invoice\" has been shared with you.","a.thulile@dutchmasterz.onmicrosoft.com","HighConfidencePhish"], "Mail \"Fw: Reminder: \"Invoice\" has been shared with you.\" to a.thulile@dutchmasterz.onmicrosoft.com was found to be a threat (Phish)"],
  ["lab_tenant__o365_mgmt", 2129, "2021-03-23T18:38:01.000Z", "SecurityComplianceCenter", "New-DlpComplianceRule", "success", "system", "FfoServicePartnerUser", null, ["Default Teams DLP policy rule"], "FfoServicePartnerUser created Default Teams DLP policy rule (New-DlpComplianceRule)"],
  ["lab_tenant__o365_mgmt", 2046, "2021-03-25T12:37:56.000Z", "AzureActiveDirectory", "Add member to role.", "success", "application", "Microsoft Azure AD Internal - Jit Provisioning", null, ["Microsoft.Azure.SyncFabric","Directory Readers"], "Microsoft Azure AD Internal - Jit Provisioning added Microsoft.Azure.SyncFabric to role Directory Readers"],
  ["lab_tenant__o365_mgmt", 2675, "2021-04-16T08:25:25.000Z", "OneDrive", "SharingSet", null, "user", "gradya@dutchmasterz.onmicrosoft.com", "34.99.77.38", ["Accounts Overview.docx","2002203edc174c1817be9a988f7e35165fe5e89d0ec484c3ea472ddca88e503b","gradya_dutchmasterz_onmicrosoft_com"], "gradya@dutchmasterz.onmicrosoft.com shared Accounts Overview.docx with 2002203edc174c1817be9a988f7e35165fe5e89d0ec484c3ea472ddca88e503b"],
  ["lab_tenant__o365_mgmt", 3076, "2021-04-16T12:22:14.000Z", "Exchange", "HardDelete", "success", "user", "JoniS@dutchmasterz.onmicrosoft.com", "34.99.77.20", ["JoniS@dutchmasterz.onmicrosoft.com","Re: GME TO THE MOON  Project","\\Drafts"], "JoniS@dutchmasterz.onmicrosoft.com permanently deleted \"Re: GME TO THE MOON Project\" from mailbox JoniS@dutchmasterz.onmicrosoft.com"],
  ["lab_tenant__o365_mgmt", 3156, "2021-04-16T12:32:57.000Z", "SharePoint", "SharingPolicyChanged", null, "system", "Microsoft\\ServiceOperator", null, ["ProjectKilo"], "Microsoft\\ServiceOperator changed sharing policy ShareWithGuests of ProjectKilo"],
  ["lab_tenant__o365_mgmt", 3036, "2021-04-16T12:13:57.000Z", "SkypeForBusiness", "Get-CsTeamsUpgradeOverridePolicy", "success", "system", "NT AUTHORITY\\NETWORK SERVICE", null, ["CsTeamsUpgradeOverridePolicy"], "NT AUTHORITY\\NETWORK SERVICE read CsTeamsUpgradeOverridePolicy (Get-CsTeamsUpgradeOverridePolicy)"],
  ["lab_tenant__o365_mgmt", 3154, "2021-04-16T12:32:57.000Z", "AzureActiveDirectory", "Update group.", "success", "application", "Office 365 SharePoint Online", "52.105.138.146", ["Project Kilo"], "Office 365 SharePoint Online updated group Project Kilo"],
  ["lab_tenant__o365_mgmt", 2749, "2021-04-16T08:45:18.000Z", "Exchange", "Create", "success", "system", "NT AUTHORITY\\SYSTEM", "::1", ["ExchangeSecurity@dutchmasterz.onmicrosoft.com","The new Exchange Security group is ready"], "NT AUTHORITY\\SYSTEM created \"The new Exchange Security group is ready\" in mailbox ExchangeSecurity@dutchmasterz.onmicrosoft.com"],
];

(present ? describe : describe.skip)('chosen records, checked by hand', () => {
  for (const [file, line, timestamp, service, operation, result, actorType, actor, ip, targets, summary] of ROWS)
    it(`${file} line ${line}: ${summary}`, () => {
      const lines = readFileSync(path.join(directory, `${file}.ndjson`), 'utf8').split('\n');
      const raw: unknown = JSON.parse(lines[line - 1] ?? '');
      const normalized = normalize(raw, { source: 'import', mappings: defaultMappings(), now: new Date('2026-11-24T00:00:00Z') });
      if (!normalized.ok) throw new Error(`${normalized.reason}: ${normalized.detail}`);
      const { event } = normalized;
      expect({
        timestamp: event.timestamp.toISOString(),
        service: event.service,
        operation: event.operation,
        result: event.result,
        actorType: event.actor.type,
        actor: event.actor_display,
        ip: event.actor.ip,
        targets: event.target_displays.slice(0, 3),
        summary: event.display_summary,
      }).toEqual({ timestamp, service, operation, result, actorType, actor, ip, targets, summary });
    });
});
