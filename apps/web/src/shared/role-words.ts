import type { PersonRole, RouteContract, RouteRole } from '@aoc/contracts';

const WORDS: Readonly<Record<RouteRole, { name: string; may: string }>> = {
  public: { name: 'Guest', may: 'sees what is public' },
  viewer: { name: 'Viewer', may: 'reads everything, changes nothing' },
  analyst: { name: 'Analyst', may: 'reads, tags, comments, and works on alerts' },
  admin: { name: 'Admin', may: 'also changes rules, channels and sources' },
  msp_admin: { name: 'MSP admin', may: 'an admin of all tenants' },
};

/** A role as people call it, and what it may do. */
export const roleWords = (role: PersonRole) => WORDS[role];
/** Why something is not offered, and what to do about it. */
export const needsRole = ({ role }: Pick<RouteContract, 'role'>): string =>
  `This needs the role “${WORDS[role].name}”. Ask an administrator of AOC for it.`;
