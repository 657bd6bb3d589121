import { anyOf, exists, has, is, not, notFailed, operation, packRule, type PackRule } from './pack-rule';

const policyUpdate = operation('Update conditional access policy');

/** Weaker conditions for access. */
export const conditionalAccessRules: readonly PackRule[] = [
  packRule('ca.policy-disabled', {
    name: 'Conditional Access policy switched off',
    severity: 'high',
    message: 'A Conditional Access policy no longer applies',
    conditions: [
      policyUpdate,
      notFailed,
      is('changes.ConditionalAccessPolicy.old.state', 'enabled'),
      is('changes.ConditionalAccessPolicy.new.state', 'disabled', 'enabledForReportingButNotEnforced'),
    ],
    description: 'A policy was turned off or set to report only: what it asked for is no longer asked for.',
    guidance: 'Turn it on again unless it was planned, and look at sign-ins since then that it would have stopped.',
    techniques: ['T1556.009', 'T1562.001'],
    tags: ['conditional-access', 'defence-evasion'],
  }),
  packRule('ca.policy-deleted', {
    name: 'Conditional Access policy deleted',
    severity: 'high',
    message: 'A Conditional Access policy was deleted',
    conditions: [operation('Delete conditional access policy'), notFailed],
    description: 'A policy is gone with all that it asked for.',
    guidance: 'Make it again from your documentation or restore it, and ask who deleted it.',
    techniques: ['T1556.009', 'T1562.001'],
    tags: ['conditional-access', 'defence-evasion'],
  }),
  packRule('ca.exclusion-added', {
    name: 'Exclusion added to a Conditional Access policy',
    severity: 'high',
    message: 'Somebody or something is now left out of a Conditional Access policy',
    conditions: [
      policyUpdate,
      notFailed,
      anyOf(
        exists('changes.ConditionalAccessPolicy.added.conditions.users.excludeUsers'),
        exists('changes.ConditionalAccessPolicy.added.conditions.users.excludeGroups'),
        exists('changes.ConditionalAccessPolicy.added.conditions.users.excludeRoles'),
        exists('changes.ConditionalAccessPolicy.added.conditions.applications.excludeApplications'),
        exists('changes.ConditionalAccessPolicy.added.conditions.locations.excludeLocations'),
      ),
    ],
    description: 'Users, groups, roles, applications or places were exempted. Attackers exempt themselves.',
    guidance: 'See who was exempted and why. Emergency accounts should be the only users on the list.',
    techniques: ['T1556.009'],
    tags: ['conditional-access', 'defence-evasion'],
  }),
  packRule('ca.mfa-removed', {
    name: 'MFA no longer asked for by a policy',
    severity: 'high',
    message: 'A Conditional Access policy no longer asks for MFA',
    conditions: [
      policyUpdate,
      notFailed,
      anyOf(
        is('changes.ConditionalAccessPolicy.removed.grantControls.builtInControls', 'mfa'),
        exists('changes.ConditionalAccessPolicy.removed.grantControls.authenticationStrength.id'),
      ),
      not(exists('changes.ConditionalAccessPolicy.added.grantControls.authenticationStrength.id')),
    ],
    description: 'The control that asks for a second factor was taken out of the policy.',
    guidance: 'Put it back unless an authentication strength elsewhere takes its place.',
    techniques: ['T1556.006', 'T1556.009'],
    tags: ['conditional-access', 'defence-evasion'],
  }),
  packRule('ca.trusted-location', {
    name: 'Trusted location changed',
    severity: 'medium',
    message: 'A network was made a trusted location, or a trusted location was changed',
    conditions: [
      operation('Add named location', 'Update named location', 'Add policy', 'Update policy'),
      notFailed,
      anyOf(
        is('changes.NamedLocation.new.isTrusted', true),
        has('changes.*.new', '"isTrusted":true', '"Trusted":true', '"Categories":["trusted"'),
      ),
    ],
    description: 'Policies often ask for less from trusted networks.',
    guidance: 'Check that the ranges are yours.',
    techniques: ['T1556.009'],
    tags: ['conditional-access', 'defence-evasion'],
  }),
  packRule('ca.security-defaults-off', {
    name: 'Security defaults switched off',
    severity: 'high',
    message: 'The security defaults of the tenant were switched off',
    conditions: [
      operation('Update security defaults', 'Disable security defaults', 'Update policy'),
      notFailed,
      anyOf(
        operation('Disable security defaults'),
        is('changes.IsEnabled.new', false),
        has('changes.*.new', '"SecurityDefaultsEnabled":false'),
      ),
      anyOf(has('operation', 'security defaults'), has('target', 'security default'), has('changes.*.new', 'SecurityDefaultsEnabled')),
    ],
    description:
      'Security defaults ask administrators for MFA and block legacy protocols. Without Conditional Access nothing takes their place.',
    guidance: 'Check that Conditional Access policies do at least the same.',
    techniques: ['T1556.009', 'T1562.001'],
    tags: ['conditional-access', 'defence-evasion'],
  }),
  packRule('ca.authentication-methods-policy', {
    name: 'Authentication methods policy changed',
    severity: 'medium',
    message: 'Which methods count as proof was changed',
    conditions: [
      operation('Authentication Methods Policy Update', 'Update authentication methods policy', 'Authentication Methods Policy Reset'),
      notFailed,
    ],
    description: 'Methods such as SMS, temporary access passes or certificates were allowed or changed for the tenant.',
    guidance: 'Compare with the plan for authentication methods; weak methods should not come back.',
    techniques: ['T1556.006'],
    tags: ['conditional-access', 'tenant-settings'],
  }),
];
