import type { Rule, RuleOrigin, RuleVersion } from '@aoc/contracts';

export const ORIGIN_WORDS: Record<RuleOrigin, string> = { default: 'Default', pack: 'Attack paths', sigma: 'Sigma', own: 'Own' };

/** Where a rule came from; null for one that the provider wrote, which is said elsewhere. */
export const originWords = ({ origin, scope }: Pick<Rule, 'origin' | 'scope'>): string | null =>
  scope === 'provider' && origin === 'own' ? null : ORIGIN_WORDS[origin];

export const CHANGE_WORDS: Record<RuleVersion['change'], string> = {
  created: 'Created',
  changed: 'Changed',
  enabled: 'Switched on',
  disabled: 'Switched off',
  exceptions: 'Exceptions changed',
  deleted: 'Deleted',
};

/** 0.125 → `13 %` */
export const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** For which tenants a rule of the provider runs. */
export const tenantsWords = ({ tenants }: Pick<Rule, 'tenants'>): string => {
  if (tenants === 'all') return 'All tenants';
  if (tenants.length === 0) return 'No tenant';
  return tenants.length === 1 ? '1 tenant' : `${tenants.length} tenants`;
};
