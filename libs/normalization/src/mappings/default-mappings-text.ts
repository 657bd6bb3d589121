// Generated from mappings.yml by embed-mappings.mjs; a test fails when the two differ.
// prettier-ignore
export const text = `# How events are labelled and put into words. Copy this file, change it, and name the copy in the configuration.
#
# categories:          label of a service or of a finer category (\`Service/Category\` works too)
# operations:          sentence for an operation; \`Service/Operation\` where a name means different things, \`Set-*\` for all that begin so
# category_summaries:  sentence for the other operations of a category or service
# default:             sentence for everything else
#
# Names are compared without regard to case, kind of dash, and the full stop that the unified log adds.
# A sentence may use {operation} {actor} {target} {category} {result} {service}, and
#   {related}  the other side: the role, group, application or person that the target was added to, removed from or shared with
#   {changes}  names of the changed properties      {detail}  permission, scope, right or reason of failure      {ip}  address
# Of several sentences the first is taken whose placeholders all have values.
version: 2

categories:
  Directory: Directory
  UserManagement: User management
  GroupManagement: Group management
  RoleManagement: Role management
  ApplicationManagement: Application management
  DirectoryManagement: Directory management
  Policy: Policy
  AuthorizationPolicy: Authorization policy
  Authentication: Authentication
  Authorization: Authorization
  AdministrativeUnit: Administrative units
  Agreement: Terms of use
  Contact: Contacts
  Device: Devices
  DeviceConfiguration: Device configuration
  DeviceManagement: Device management
  EntitlementManagement: Entitlement management
  IdentityProtection: Identity protection
  KerberosDomain: Kerberos domains
  Label: Sensitivity labels
  License: Licences
  PermissionGrantPolicy: Permission grant policy
  ProvisioningManagement: Provisioning
  ResourceManagement: Resource management
  TaskManagement: Tasks
  WorkflowManagement: Lifecycle workflows
  CrossTenantAccessSettings: Cross-tenant access
  CrossTenantIdentitySyncSettings: Cross-tenant synchronisation
  B2BManagement: External identities
  SignIn: Sign-ins
  SignInLogs: Interactive sign-ins
  NonInteractiveUserSignInLogs: Non-interactive sign-ins
  ServicePrincipalSignInLogs: Service principal sign-ins
  ManagedIdentitySignInLogs: Managed identity sign-ins
  Intune: Intune
  Intune/Application: Intune apps
  Intune/Compliance: Intune compliance
  Intune/DeviceConfiguration: Intune device configuration
  Intune/Device: Intune devices
  Intune/Enrollment: Intune enrolment
  Intune/Role: Intune roles
  AzureActiveDirectory: Entra ID (unified log)
  Exchange: Exchange
  SharePoint: SharePoint
  OneDrive: OneDrive
  Teams: Teams
  SecurityComplianceCenter: Compliance centre
  ThreatIntelligence: Threat intelligence
  SkypeForBusiness: Skype for Business
  Aip: Information protection
  PowerBI: Power BI
  PowerApps: Power Apps
  MicrosoftFlow: Power Automate
  MicrosoftForms: Forms
  Yammer: Viva Engage
  CRM: Dynamics 365
  Quarantine: Quarantine
  MCASAlerts: Defender for Cloud Apps

operations:
  # Entra: users
  Add user: '{actor} created user {target}'
  Create user: '{actor} created user {target}'
  Delete user: '{actor} deleted user {target}'
  Hard delete user: '{actor} permanently deleted user {target}'
  Restore user: '{actor} restored deleted user {target}'
  Update user: ['{actor} changed {changes} of user {target}', '{actor} updated user {target}']
  Disable account: '{actor} disabled the account of {target}'
  Enable account: '{actor} enabled the account of {target}'
  Change user license: '{actor} changed the licences of {target}'
  Set license properties: '{actor} changed licence settings of {target}'
  Change user password: '{actor} changed the password of {target}'
  Change password (self-service): '{actor} changed their own password'
  Reset user password: '{actor} reset the password of {target}'
  Reset password (by admin): '{actor} reset the password of {target}'
  Reset password (self-service): '{actor} reset their own password by self-service'
  Self-service password reset flow activity progress: '{actor} took a step of self-service password reset'
  Blocked from self-service password reset: '{actor} was blocked from self-service password reset'
  Unlock user account (self-service): '{actor} unlocked their own account'
  Set force change user password: '{actor} forced a password change on {target}'
  Set user manager: '{actor} set the manager of {target}'
  Invite external user: '{actor} invited external user {target}'
  Redeem external user invite: '{target} redeemed an invitation as external user'
  Viral user creation: 'External user {target} was created by self-service sign-up'
  Enable Strong Authentication: '{actor} turned on per-user MFA for {target}'
  Disable Strong Authentication: '{actor} turned off per-user MFA for {target}'
  User registered security info: ['{actor} registered security info: {detail}', '{actor} registered security info']
  User deleted security info: ['{actor} deleted security info: {detail}', '{actor} deleted security info']
  User changed default security info: '{actor} changed their default security info'
  User registered all required security info: '{actor} registered all required security info'
  User started security info registration: '{actor} started to register security info'
  Admin registered security info: '{actor} registered security info for {target}'
  Admin deleted security info: '{actor} deleted security info of {target}'
  Admin updated security info: '{actor} changed security info of {target}'
  Update StsRefreshTokenValidFrom Timestamp: '{actor} revoked the refresh tokens of {target}'
  Revoke user sessions: '{actor} revoked the sessions of {target}'
  Fraud reported - user is blocked for MFA: '{actor} reported an MFA fraud and was blocked'
  Fraud reported - no action taken: '{actor} reported an MFA fraud'
  Suspicious activity reported: '{actor} reported suspicious activity'
  Create temporary access pass: '{actor} created a temporary access pass for {target}'
  Add Passwordless phone sign-in credential: '{actor} added phone sign-in for {target}'
  Add FIDO2 security key: '{actor} added a FIDO2 security key for {target}'
  Add Windows Hello for Business credential: '{actor} added a Windows Hello for Business credential'
  Delete Windows Hello for Business credential: '{actor} deleted a Windows Hello for Business credential'

  # Entra: groups and roles
  Add group: '{actor} created group {target}'
  Update group: ['{actor} changed {changes} of group {target}', '{actor} updated group {target}']
  Delete group: '{actor} deleted group {target}'
  Hard delete group: '{actor} permanently deleted group {target}'
  Restore group: '{actor} restored deleted group {target}'
  Add member to group: ['{actor} added {target} to group {related}', '{actor} added {target} to a group']
  Remove member from group: ['{actor} removed {target} from group {related}', '{actor} removed {target} from a group']
  Add owner to group: ['{actor} made {target} an owner of group {related}', '{actor} made {target} an owner of a group']
  Remove owner from group: ['{actor} removed {target} as owner of group {related}', '{actor} removed {target} as owner of a group']
  Set group license: '{actor} changed the licences of group {target}'
  Set group to be managed by user: '{actor} set who manages group {target}'
  Add app role assignment to group: ['{actor} gave group {related} the app role {detail} of {target}', '{actor} gave a group an app role of {target}']
  Add member to role: ['{actor} added {target} to role {related}', '{actor} added {target} to a role']
  Remove member from role: ['{actor} removed {target} from role {related}', '{actor} removed {target} from a role']
  Add eligible member to role: ['{actor} made {target} eligible for role {related}', '{actor} made {target} eligible for a role']
  Remove eligible member from role: ['{actor} removed the eligibility of {target} for role {related}', '{actor} removed the role eligibility of {target}']
  Add scoped member to role: ['{actor} added {target} to role {related} with a limited scope', '{actor} added {target} to a role with a limited scope']
  Add role definition: '{actor} created role {target}'
  Update role definition: '{actor} changed role {target}'
  Delete role definition: '{actor} deleted role {target}'
  Update role: '{actor} changed role {target}'
  Add member to role in PIM requested (permanent): ['{actor} requested permanent membership of {target} in role {related}', '{actor} requested a permanent role membership for {target}']
  Add member to role in PIM completed (permanent): ['{actor} made {target} a permanent member of role {related} (PIM)', '{actor} completed a permanent role assignment for {target} (PIM)']
  Add member to role in PIM requested (timebound): ['{actor} requested time-bound membership of {target} in role {related}', '{actor} requested a time-bound role membership for {target}']
  Add member to role in PIM completed (timebound): ['{actor} made {target} a time-bound member of role {related} (PIM)', '{actor} completed a time-bound role assignment for {target} (PIM)']
  Add eligible member to role in PIM requested (permanent): ['{actor} requested permanent eligibility of {target} for role {related}', '{actor} requested a permanent role eligibility for {target}']
  Add eligible member to role in PIM completed (permanent): ['{actor} made {target} permanently eligible for role {related} (PIM)', '{actor} completed a permanent role eligibility for {target} (PIM)']
  Add eligible member to role in PIM completed (timebound): ['{actor} made {target} eligible for role {related} for a time (PIM)', '{actor} completed a time-bound role eligibility for {target} (PIM)']
  Add member to role requested (PIM activation): ['{actor} requested to activate role {related} for {target}', '{actor} requested to activate role {target}']
  Add member to role completed (PIM activation): ['{actor} activated role {related} for {target}', '{actor} activated role {target}']
  Add member to role request approved (PIM activation): ['{actor} approved the activation of role {related} for {target}', '{actor} approved the activation of {target}']
  Add member to role request denied (PIM activation): ['{actor} denied the activation of role {related} for {target}', '{actor} denied the activation of {target}']
  Remove member from role (PIM activation expired): ['The activation of role {related} for {target} expired', 'The activation of {target} expired']
  Remove member from role completed (PIM deactivate): ['{actor} deactivated role {related} for {target}', '{actor} deactivated role {target}']
  Remove member from role in PIM completed (permanent): ['{actor} removed {target} from role {related} (PIM)', '{actor} removed {target} from a role (PIM)']
  Remove eligible member from role in PIM completed (permanent): ['{actor} removed the eligibility of {target} for role {related} (PIM)', '{actor} removed the role eligibility of {target} (PIM)']
  Add member to role outside of PIM (permanent): ['{actor} added {target} to role {related} outside of PIM', '{actor} assigned role {target} outside of PIM']
  Update role setting in PIM: '{actor} changed the PIM settings of role {target}'
  Disable PIM alert: '{actor} disabled a PIM alert'
  User has elevated their access to User Access Administrator for their Azure Resources: '{actor} elevated their access to User Access Administrator of all Azure resources'
  Delete role assignment: ['{actor} removed the Azure role assignment of {target}', '{actor} removed an Azure role assignment']
  Remove role assignment: ['{actor} removed the Azure role assignment of {target}', '{actor} removed an Azure role assignment']
  Add administrative unit: '{actor} created administrative unit {target}'
  Delete administrative unit: '{actor} deleted administrative unit {target}'
  Add member to administrative unit: ['{actor} added {target} to administrative unit {related}', '{actor} added {target} to an administrative unit']
  Add member to restricted management administrative unit: ['{actor} added {target} to restricted administrative unit {related}', '{actor} added {target} to a restricted administrative unit']

  # Entra: applications and consent
  Add application: '{actor} registered application {target}'
  Update application: ['{actor} changed {changes} of application {target}', '{actor} updated application {target}']
  Delete application: '{actor} deleted application {target}'
  Hard delete application: '{actor} permanently deleted application {target}'
  Restore application: '{actor} restored application {target}'
  Add service principal: '{actor} added service principal {target}'
  Update service principal: ['{actor} changed {changes} of service principal {target}', '{actor} updated service principal {target}']
  Remove service principal: '{actor} removed service principal {target}'
  Hard delete service principal: '{actor} permanently deleted service principal {target}'
  Disable service principal: '{actor} disabled service principal {target}'
  Update application - Certificates and secrets management: '{actor} changed certificates or secrets of application {target}'
  Add service principal credentials: '{actor} added credentials to service principal {target}'
  Remove service principal credentials: '{actor} removed credentials of service principal {target}'
  Add owner to application: ['{actor} made {target} an owner of application {related}', '{actor} made {target} an owner of an application']
  Remove owner from application: ['{actor} removed {target} as owner of application {related}', '{actor} removed {target} as owner of an application']
  Add owner to service principal: ['{actor} made {target} an owner of service principal {related}', '{actor} made {target} an owner of a service principal']
  Remove owner from service principal: ['{actor} removed {target} as owner of service principal {related}', '{actor} removed {target} as owner of a service principal']
  Consent to application:
    - '{actor} consented to {detail} for application {target}'
    - '{actor} consented to application {target}'
  Revoke consent: '{actor} revoked the consent to application {target}'
  Add delegated permission grant:
    - '{actor} granted {detail} on {target} to application {related}'
    - '{actor} granted delegated permission {detail} on {target}'
    - '{actor} granted a delegated permission on {target}'
  Remove delegated permission grant: ['{actor} removed delegated permission {detail} on {target}', '{actor} removed a delegated permission on {target}']
  Add app role assignment to service principal:
    - '{actor} granted app permission {detail} on {target} to {related}'
    - '{actor} granted app permission {detail} on {target}'
    - '{actor} granted an app permission on {target}'
  Remove app role assignment from service principal: ['{actor} removed app permission {detail} on {target} from {related}', '{actor} removed an app permission on {target}']
  Add app role assignment grant to user: ['{actor} gave {related} the app role {detail} of {target}', '{actor} gave {related} access to {target}', '{actor} gave a user access to {target}']
  Remove app role assignment from user: ['{actor} took the access to {target} from {related}', '{actor} took the access to {target} from a user']
  Create application password for user: '{actor} created an app password for {target}'
  Delete application password for user: '{actor} deleted an app password of {target}'
  Set verified publisher: '{actor} set the verified publisher of {target}'

  # Entra: policies, domains, tenant
  Add policy: '{actor} added policy {target}'
  Update policy: ['{actor} changed {changes} of policy {target}', '{actor} changed policy {target}']
  Delete policy: '{actor} deleted policy {target}'
  Add conditional access policy: '{actor} added conditional access policy {target}'
  Update conditional access policy: '{actor} changed conditional access policy {target}'
  Delete conditional access policy: '{actor} deleted conditional access policy {target}'
  Add named location: '{actor} added named location {target}'
  Update named location: '{actor} changed named location {target}'
  Delete named location: '{actor} deleted named location {target}'
  Update authorization policy: ['{actor} changed {changes} in the authorization policy', '{actor} changed the authorization policy']
  Authentication Methods Policy Update: '{actor} changed the authentication methods policy'
  Update security defaults: '{actor} changed security defaults'
  Disable Security Defaults: '{actor} turned security defaults off'
  Add unverified domain: '{actor} added unverified domain {target}'
  Add verified domain: '{actor} added verified domain {target}'
  Verify domain: '{actor} verified domain {target}'
  Remove unverified domain: '{actor} removed unverified domain {target}'
  Remove verified domain: '{actor} removed verified domain {target}'
  Set domain authentication: '{actor} changed the authentication of domain {target}'
  Set federation settings on domain: '{actor} changed the federation settings of domain {target}'
  Set DirSyncEnabled flag: '{actor} changed directory synchronisation'
  Set Company Information: ['{actor} changed {changes} of the organisation', '{actor} changed the organisation']
  Set directory feature on tenant: ['{actor} changed directory feature {changes}', '{actor} changed a directory feature of the tenant']
  Set password policy: '{actor} changed the password policy'
  Create company: '{actor} created the tenant'
  Add partner to company: '{actor} added partner {target} to the tenant'
  Remove partner from company: '{actor} removed partner {target} from the tenant'
  Add a partner to cross-tenant access setting: '{actor} added a partner to the cross-tenant access settings'
  Update a partner cross-tenant access setting: '{actor} changed the cross-tenant access settings of a partner'
  Delete partner specific cross-tenant access setting: '{actor} deleted the cross-tenant access settings of a partner'
  Update the default cross-tenant access setting: '{actor} changed the default cross-tenant access settings'
  Add device: '{actor} added device {target}'
  Update device: ['{actor} changed {changes} of device {target}', '{actor} updated device {target}']
  Delete device: '{actor} deleted device {target}'
  Add registered owner to device: ['{actor} registered {target} as owner of device {related}', '{actor} registered an owner of device {target}']
  Add registered users to device: ['{actor} registered {target} as user of device {related}', '{actor} registered a user of device {target}']
  Register device: '{actor} registered device {target}'
  Read BitLocker key: '{actor} read a BitLocker key of {target}'
  Recover device local administrator password: '{actor} read the local administrator password of {target}'
  Add external user: '{actor} added external user {target}'
  Bulk Delete users - finished (bulk): '{actor} finished a bulk deletion of users'
  Bulk create users - finished (bulk): '{actor} finished a bulk creation of users'
  Download users - finished (bulk): '{actor} downloaded the list of users'

  # Sign-ins
  SignIn/Sign-in activity:
    - '{actor} signed in to {target}: {result} ({detail})'
    - '{actor} signed in to {target}: {result}'
    - '{actor} signed in: {result}'
    - '{actor} signed in'
  UserLoggedIn: ['{actor} signed in to {target}', '{actor} signed in']
  UserLoginFailed: ['{actor} failed to sign in to {target} ({detail})', '{actor} failed to sign in ({detail})', '{actor} failed to sign in']
  PasswordLogonInitialAuthUsingPassword: ['{actor} signed in with a password: {result}', '{actor} signed in with a password']

  # Intune
  Intune/Wipe ManagedDevice: '{actor} wiped device {target}'
  Intune/Retire ManagedDevice: '{actor} retired device {target}'
  Intune/Delete ManagedDevice: '{actor} deleted device {target}'
  Intune/rebootNow ManagedDevice: '{actor} restarted device {target}'
  Intune/resetPasscode ManagedDevice: '{actor} reset the passcode of device {target}'
  Intune/remoteLock ManagedDevice: '{actor} locked device {target}'
  Intune/syncDevice ManagedDevice: '{actor} synchronised device {target}'
  Intune/Create MobileApp: '{actor} added app {target} to Intune'
  Intune/Patch MobileApp: ['{actor} changed {changes} of app {target} in Intune', '{actor} changed app {target} in Intune']
  Intune/Delete MobileApp: '{actor} deleted app {target} from Intune'
  Intune/Create MobileAppAssignment: '{actor} assigned app {target} in Intune'
  Intune/createDeviceManagementScript DeviceManagementScript: '{actor} added a device script to Intune'
  Intune/assignDeviceManagementScript DeviceManagementScript: '{actor} assigned a device script in Intune'
  Intune/patchDeviceManagementScript DeviceManagementScript: '{actor} changed a device script in Intune'
  Intune/deleteDeviceManagementScript DeviceManagementScript: '{actor} deleted a device script from Intune'
  Intune/createDeviceComplianceScript DeviceComplianceScript: '{actor} added a compliance script to Intune'
  Intune/Create DeviceConfiguration: '{actor} created device configuration {target}'
  Intune/Patch DeviceConfiguration: '{actor} changed device configuration {target}'
  Intune/Delete DeviceConfiguration: '{actor} deleted device configuration {target}'
  Intune/Create DeviceCompliancePolicy: '{actor} created compliance policy {target}'
  Intune/Patch DeviceCompliancePolicy: '{actor} changed compliance policy {target}'
  Intune/Delete DeviceCompliancePolicy: '{actor} deleted compliance policy {target}'
  Intune/Create RoleAssignment: '{actor} assigned Intune role {target}'
  Intune/Create RoleDefinition: '{actor} created Intune role {target}'

  # Exchange: administration
  New-InboxRule: ['{actor} created inbox rule "{target}" for {related} ({detail})', '{actor} created inbox rule "{target}" ({detail})', '{actor} created inbox rule "{target}"']
  Set-InboxRule: ['{actor} changed inbox rule "{target}" ({detail})', '{actor} changed inbox rule "{target}"']
  Remove-InboxRule: '{actor} removed inbox rule "{target}"'
  Enable-InboxRule: '{actor} enabled inbox rule "{target}"'
  Disable-InboxRule: '{actor} disabled inbox rule "{target}"'
  UpdateInboxRules: ['{actor} changed the inbox rules of {target}', '{actor} changed inbox rules']
  New-TransportRule: ['{actor} created transport rule "{target}" ({detail})', '{actor} created transport rule "{target}"']
  Set-TransportRule: ['{actor} changed transport rule "{target}" ({detail})', '{actor} changed transport rule "{target}"']
  Remove-TransportRule: '{actor} removed transport rule "{target}"'
  Disable-TransportRule: '{actor} disabled transport rule "{target}"'
  Enable-TransportRule: '{actor} enabled transport rule "{target}"'
  Set-Mailbox: ['{actor} changed mailbox {target} ({detail})', '{actor} changed {changes} of mailbox {target}', '{actor} changed mailbox {target}']
  New-Mailbox: '{actor} created mailbox {target}'
  Remove-Mailbox: '{actor} removed mailbox {target}'
  Add-MailboxPermission: ['{actor} gave {related} {detail} on mailbox {target}', '{actor} gave permission {detail} on mailbox {target}', '{actor} changed permissions of mailbox {target}']
  Remove-MailboxPermission: ['{actor} took {detail} on mailbox {target} from {related}', '{actor} removed permissions on mailbox {target}']
  Add-RecipientPermission: ['{actor} gave {related} {detail} on recipient {target}', '{actor} gave permissions on recipient {target}']
  Remove-RecipientPermission: ['{actor} took {detail} on recipient {target} from {related}', '{actor} removed permissions on recipient {target}']
  Add-MailboxFolderPermission: ['{actor} gave {related} {detail} on folder {target}', '{actor} gave permissions on folder {target}']
  Set-MailboxFolderPermission: ['{actor} changed the permissions of {related} on folder {target} to {detail}', '{actor} changed permissions on folder {target}']
  Set-MailboxJunkEmailConfiguration: '{actor} changed the junk mail settings of {target}'
  Set-MailboxAutoReplyConfiguration: '{actor} changed the automatic replies of {target}'
  Set-MailboxAuditBypassAssociation: '{actor} changed the audit bypass of {target}'
  Set-AdminAuditLogConfig: ['{actor} changed {changes} of the audit log configuration', '{actor} changed the audit log configuration']
  Set-OrganizationConfig: ['{actor} changed {changes} of the Exchange organisation', '{actor} changed the Exchange organisation']
  Set-TransportConfig: ['{actor} changed {changes} of the mail transport configuration', '{actor} changed the mail transport configuration']
  Set-CASMailbox: ['{actor} changed mailbox protocols of {target} ({changes})', '{actor} changed mailbox protocols of {target}']
  New-InboundConnector: '{actor} created inbound connector {target}'
  Set-InboundConnector: '{actor} changed inbound connector {target}'
  New-OutboundConnector: '{actor} created outbound connector {target}'
  Set-OutboundConnector: '{actor} changed outbound connector {target}'
  Set-RemoteDomain: ['{actor} changed {changes} of remote domain {target}', '{actor} changed remote domain {target}']
  New-RemoteDomain: '{actor} added remote domain {target}'
  New-ManagementRoleAssignment: ['{actor} assigned Exchange role {detail} to {related}', '{actor} created Exchange role assignment {target}']
  Add-RoleGroupMember: ['{actor} added {related} to Exchange role group {target}', '{actor} added a member to Exchange role group {target}']
  Remove-RoleGroupMember: ['{actor} removed {related} from Exchange role group {target}', '{actor} removed a member from Exchange role group {target}']
  Set-AntiPhishPolicy: '{actor} changed anti-phishing policy {target}'
  Remove-AntiPhishPolicy: '{actor} removed anti-phishing policy {target}'
  Disable-AntiPhishRule: '{actor} disabled anti-phishing rule {target}'
  Set-SafeLinksPolicy: '{actor} changed safe links policy {target}'
  Remove-SafeLinksPolicy: '{actor} removed safe links policy {target}'
  Set-SafeAttachmentPolicy: '{actor} changed safe attachments policy {target}'
  Set-MalwareFilterPolicy: '{actor} changed malware filter policy {target}'
  Set-HostedContentFilterPolicy: '{actor} changed spam filter policy {target}'
  New-JournalRule: '{actor} created journal rule "{target}"'
  New-App: '{actor} installed Outlook add-in {target}'
  Add-DistributionGroupMember: ['{actor} added {related} to distribution group {target}', '{actor} added a member to distribution group {target}']
  New-MailboxExportRequest: '{actor} requested an export of mailbox {target}'
  New-ComplianceSearch: '{actor} created content search {target}'
  Start-ComplianceSearch: '{actor} started content search {target}'
  New-ComplianceSearchAction: '{actor} ran an action on content search {target}'
  SearchCreated: '{actor} created content search {target}'
  SearchStarted: '{actor} started content search {target}'
  SearchExported: '{actor} exported the results of content search {target}'
  SearchExportDownloaded: '{actor} downloaded the export of content search {target}'
  CaseAdded: '{actor} created eDiscovery case {target}'
  Get-*: ['{actor} read {target} ({operation})', '{actor} ran {operation}']
  Set-*: ['{actor} changed {changes} of {target} ({operation})', '{actor} changed {target} ({operation})', '{actor} ran {operation}']
  New-*: ['{actor} created {target} ({operation})', '{actor} ran {operation}']
  Add-*: ['{actor} added {related} to {target} ({operation})', '{actor} added to {target} ({operation})', '{actor} ran {operation}']
  Remove-*: ['{actor} removed {target} ({operation})', '{actor} ran {operation}']
  Enable-*: ['{actor} enabled {target} ({operation})', '{actor} ran {operation}']
  Disable-*: ['{actor} disabled {target} ({operation})', '{actor} ran {operation}']
  Install-*: ['{actor} installed {target} ({operation})', '{actor} ran {operation}']

  # Exchange: mailboxes
  MailItemsAccessed: ['{actor} accessed mail in mailbox {target} ({detail})', '{actor} accessed mail in mailbox {target}']
  Exchange/Send: ['{actor} sent "{related}"', '{actor} sent a message']
  SendAs: ['{actor} sent "{related}" as {target}', '{actor} sent a message as {target}']
  SendOnBehalf: ['{actor} sent "{related}" on behalf of {target}', '{actor} sent a message on behalf of {target}']
  Exchange/Create: ['{actor} created "{related}" in mailbox {target}', '{actor} created an item in mailbox {target}']
  Exchange/Update: ['{actor} changed "{related}" in mailbox {target}', '{actor} changed an item in mailbox {target}']
  Exchange/Move: ['{actor} moved "{related}" in mailbox {target}', '{actor} moved items in mailbox {target}']
  Exchange/Copy: ['{actor} copied "{related}" in mailbox {target}', '{actor} copied items in mailbox {target}']
  MoveToDeletedItems: ['{actor} moved "{related}" to the deleted items of {target}', '{actor} deleted items of mailbox {target}']
  SoftDelete: ['{actor} deleted "{related}" from mailbox {target}', '{actor} deleted items of mailbox {target}']
  HardDelete: ['{actor} permanently deleted "{related}" from mailbox {target}', '{actor} permanently deleted items of mailbox {target}']
  MailboxLogin: '{actor} signed in to mailbox {target}'
  ModifyFolderPermissions: ['{actor} changed folder permissions of {related} in mailbox {target}', '{actor} changed folder permissions in mailbox {target}']
  AddFolderPermissions: ['{actor} gave {related} folder permissions in mailbox {target}', '{actor} added folder permissions in mailbox {target}']
  RemoveFolderPermissions: ['{actor} removed folder permissions of {related} in mailbox {target}', '{actor} removed folder permissions in mailbox {target}']
  MessageAccess: '{actor} opened an encrypted message ({target})'

  # SharePoint and OneDrive
  FileAccessed: '{actor} opened {target}'
  FileAccessedExtended: '{actor} opened {target}'
  FileDownloaded: '{actor} downloaded {target}'
  FileSyncDownloadedFull: '{actor} synchronised {target} to a device'
  FileUploaded: '{actor} uploaded {target}'
  FileModified: '{actor} changed {target}'
  FileModifiedExtended: '{actor} changed {target}'
  FilePreviewed: '{actor} previewed {target}'
  FileDeleted: '{actor} deleted {target}'
  FileRecycled: '{actor} moved {target} to the recycle bin'
  FileRestored: '{actor} restored {target}'
  FileMoved: '{actor} moved {target}'
  FileRenamed: '{actor} renamed {target}'
  FileCopied: '{actor} copied {target}'
  FolderCreated: '{actor} created folder {target}'
  FolderModified: '{actor} changed folder {target}'
  FolderDeleted: '{actor} deleted folder {target}'
  PageViewed: '{actor} viewed page {target}'
  ListViewed: '{actor} viewed list {target}'
  ListCreated: '{actor} created list {target}'
  ListUpdated: '{actor} changed list {target}'
  ListItemCreated: '{actor} added an item to {target}'
  ListColumnCreated: '{actor} added a column to list {target}'
  SharingSet: ['{actor} shared {target} with {related}', '{actor} shared {target}']
  SharingInvitationCreated: ['{actor} invited {related} to {target}', '{actor} sent an invitation to {target}']
  SharingInvitationAccepted: '{actor} accepted an invitation to {target}'
  SharingInheritanceBroken: '{actor} gave {target} its own permissions'
  SharingPolicyChanged: ['{actor} changed sharing policy {changes} of {target}', '{actor} changed the sharing policy of {target}']
  AnonymousLinkCreated: '{actor} created an anonymous link to {target}'
  AnonymousLinkUpdated: '{actor} changed the anonymous link to {target}'
  AnonymousLinkUsed: '{actor} used an anonymous link to {target}'
  CompanyLinkCreated: '{actor} created a company-wide link to {target}'
  SecureLinkCreated: '{actor} created a link for specific people to {target}'
  AddedToSecureLink: ['{actor} gave {related} a link to {target}', '{actor} added someone to a link to {target}']
  AddedToGroup: ['{actor} added {related} to a group of {target}', '{actor} added someone to a group of {target}']
  RemovedFromGroup: ['{actor} removed {related} from a group of {target}', '{actor} removed someone from a group of {target}']
  GroupAdded: '{actor} added a group to {target}'
  PermissionLevelAdded: '{actor} added a permission level to {target}'
  SiteCollectionCreated: '{actor} created site {target}'
  SiteCollectionAdminAdded: ['{actor} made {related} an administrator of site {target}', '{actor} added an administrator to site {target}']
  SiteCollectionAdminRemoved: ['{actor} removed {related} as administrator of site {target}', '{actor} removed an administrator of site {target}']
  SiteDeleted: '{actor} deleted site {target}'
  ClientViewSignaled: '{actor} viewed {target} in an app'

  # Teams
  Teams/MemberAdded: ['{actor} added {target} to team {related}', '{actor} added a member to {target}']
  Teams/MemberRemoved: ['{actor} removed {target} from team {related}', '{actor} removed a member from {target}']
  Teams/MemberRoleChanged: ['{actor} changed the role of {target} in team {related}', '{actor} changed a role in {target}']
  TeamCreated: '{actor} created team {target}'
  TeamDeleted: '{actor} deleted team {target}'
  TeamSettingChanged: '{actor} changed settings of team {target}'
  TeamsSessionStarted: '{actor} signed in to Teams'
  ChannelAdded: ['{actor} added channel {related} to team {target}', '{actor} added channel {target}']
  ChannelDeleted: ['{actor} deleted channel {related} of team {target}', '{actor} deleted channel {target}']
  AppInstalled: ['{actor} installed app {related} in team {target}', '{actor} installed app {target} in Teams']
  TeamsTenantSettingChanged: ['{actor} changed Teams setting {changes}', '{actor} changed a Teams setting']
  Teams/MessageSent: ['{actor} sent a message in {target}', '{actor} sent a message']

  # Compliance and protection
  SearchMtpStatus: '{actor} looked up the threat protection status'
  SearchDataInsightsSubscription: '{actor} looked up a data insights subscription'
  SearchCustomerInsight: '{actor} looked up customer insights'
  AggregateThreatProfileDetails: '{actor} looked up threat profiles'
  TIMailData: ['Mail "{target}" to {related} was found to be a threat ({detail})', 'Mail "{target}" was found to be a threat']
  TIUrlClickData: '{actor} clicked a dangerous link'
  AlertTriggered: '{target} triggered a security alert'
  DlpRuleMatch: ['{target} matched data loss rule of policy {related}', '{target} matched a data loss rule']
  SensitivityLabelApplied: '{actor} applied a sensitivity label to {target}'
  SensitivityLabelUpdated: '{actor} changed the sensitivity label of {target}'
  SensitivityLabelRemoved: '{actor} removed the sensitivity label of {target}'
  FileSensitivityLabelChanged: '{actor} changed the sensitivity label of {target}'
  Aip/Discover: '{actor} discovered protected file {target}'
  Aip/Access: '{actor} opened protected file {target}'
  Aip/HeartBeat: ['{target} reported to information protection', 'A client reported to information protection']
  QuarantineReleaseMessage: '{actor} released a message from quarantine'

category_summaries:
  Intune: ['{actor}: {operation} ({target})', '{actor}: {operation}']
  Exchange: ['{actor}: {operation} in {target}', '{actor}: {operation}']

default:
  - '{actor}: {operation} ({target}, {related})'
  - '{actor}: {operation} ({target})'
  - '{actor}: {operation}'
`;
