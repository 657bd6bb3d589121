import { DomainError, type LicenceStatus } from '@aoc/contracts';
import type { LicenceClaims } from './claims';
import type { Licence } from './open-licence';

const DAY_MS = 86_400_000;
/** Days before its end when a licence is announced to expire, and days after it when it still counts. */
export const LICENCE_DAYS = { announced: 30, grace: 14 } as const;

const NOTHING = { plan: null, max_tenants: 1, features: [], licensee: null, id: null, expires_at: null, grace_until: null };
const RENEW = 'Put a new licence into LICENSE_KEY and start AOC again.';
const SINGLE = 'One tenant goes on working without a licence.';

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
const daysUntil = (at: Date, now: Date): number => Math.ceil((at.getTime() - now.getTime()) / DAY_MS);
const days = (count: number): string => (count === 1 ? '1 day' : `${count} days`);

/** What a licence is worth at an instant. The very instant of its end belongs to the grace, the end of the grace to what has expired. */
export function licenceStatus(licence: Licence, now: Date): LicenceStatus {
  if (licence.kind === 'none')
    return { state: 'none', usable: false, message: 'There is no licence: AOC serves one tenant, free of charge.', ...NOTHING };
  if (licence.kind === 'forged')
    return {
      state: 'forged',
      usable: false,
      message: `The licence in LICENSE_KEY is not accepted: ${licence.reason}. ${SINGLE}`,
      ...NOTHING,
    };
  return { ...phaseOf(licence.claims, now), ...factsOf(licence.claims) };
}

const endsOf = ({ exp }: LicenceClaims) => {
  const expires = new Date(exp * 1000);
  return { expires, graceUntil: new Date(expires.getTime() + LICENCE_DAYS.grace * DAY_MS) };
};

function factsOf(claims: LicenceClaims): Omit<LicenceStatus, 'state' | 'usable' | 'message'> {
  const { expires, graceUntil } = endsOf(claims);
  return {
    plan: claims.plan,
    max_tenants: claims.max_tenants,
    features: claims.features,
    licensee: claims.sub,
    id: claims.jti,
    expires_at: expires.toISOString(),
    grace_until: graceUntil.toISOString(),
  };
}

function phaseOf(claims: LicenceClaims, now: Date): Pick<LicenceStatus, 'state' | 'usable' | 'message'> {
  const { expires, graceUntil } = endsOf(claims);
  const begins = new Date((claims.nbf ?? 0) * 1000);
  if (now < begins) return { state: 'not_yet_valid', usable: false, message: `The licence begins on ${dayOf(begins)}. ${SINGLE}` };
  if (now >= graceUntil)
    return { state: 'expired', usable: false, message: `The licence expired on ${dayOf(expires)}. ${RENEW} ${SINGLE}` };
  if (now >= expires) {
    const left = days(daysUntil(graceUntil, now));
    return { state: 'grace', usable: true, message: `The licence expired on ${dayOf(expires)}, and works for ${left} more. ${RENEW}` };
  }
  const left = daysUntil(expires, now);
  if (left <= LICENCE_DAYS.announced)
    return { state: 'expiring', usable: true, message: `The licence expires on ${dayOf(expires)}, in ${days(left)}. ${RENEW}` };
  return { state: 'valid', usable: true, message: `Licensed to ${claims.sub} until ${dayOf(expires)}.` };
}

/** Features that a licence may grant. */
export type LicensedFeature = 'multi_tenant';
const FEATURE_WORDS: Readonly<Record<LicensedFeature, string>> = { multi_tenant: 'Serving more than one tenant' };
const GET_ONE = 'Set LICENSE_KEY to a licence that does, and start AOC again.';

const required = (detail: string): DomainError => new DomainError('payment_required', detail);

/** @throws DomainError payment_required that says why, and what to do, when the licence does not grant the feature at this instant */
export function requireFeature(licence: Licence, feature: LicensedFeature, now: Date): void {
  const { state, usable, features, message } = licenceStatus(licence, now);
  if (state === 'none') throw required(`${FEATURE_WORDS[feature]} needs a licence, and there is none. ${GET_ONE}`);
  if (!usable) throw required(`${FEATURE_WORDS[feature]} needs a valid licence. ${message}`);
  if (!features.includes(feature)) throw required(`${FEATURE_WORDS[feature]} is not part of this licence. ${GET_ONE}`);
}

/** Whether the licence grants the feature at this instant. */
export function isGranted(licence: Licence, feature: LicensedFeature, now: Date): boolean {
  const { usable, features } = licenceStatus(licence, now);
  return usable && features.includes(feature);
}

/** @param tenants how many there would be. @throws DomainError payment_required when that is more than one and more than the licence grants */
export function requireTenants(licence: Licence, tenants: number, now: Date): void {
  if (tenants <= 1) return;
  requireFeature(licence, 'multi_tenant', now);
  const { max_tenants } = licenceStatus(licence, now);
  if (tenants > max_tenants)
    throw required(`This licence grants ${max_tenants} tenants, and ${tenants} are wanted. Remove one, or get a licence for more.`);
}
