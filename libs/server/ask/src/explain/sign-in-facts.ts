import type { Target } from '@aoc/contracts';

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const member = (value: unknown, name: string): unknown => (isObject(value) ? value[name] : undefined);

/** Fields of a stored record that say where a sign-in came from: those of Graph, of diagnostic settings and of Sentinel. */
export const PLACE_PROJECTION = {
  'raw.location': 1,
  'raw.Location': 1,
  'raw.LocationDetails': 1,
  'raw.properties.location': 1,
} as const;

/** Country that a record names, as it names it. */
export function countryOf(raw: unknown): string | null {
  const places = [
    member(raw, 'location'),
    member(member(raw, 'properties'), 'location'),
    member(raw, 'LocationDetails'),
    member(raw, 'Location'),
  ];
  for (const place of places) {
    const country = typeof place === 'string' ? place : member(place, 'countryOrRegion');
    if (typeof country === 'string' && /^\p{L}[\p{L} .'-]{1,58}$/u.test(country)) return country;
  }
  return null;
}

const SIGN_INS = new Set(['userloggedin', 'userloginfailed', 'passwordlogoninitialauthusingpassword']);

/** Whether an event is a sign-in: then its targets are what everybody signs in to. */
export const isSignIn = ({ service, operation }: { service: string; operation: string }): boolean =>
  service === 'SignIn' || SIGN_INS.has(operation.toLowerCase());

/** Application that was signed in to. */
export function applicationOf(event: {
  service: string;
  operation: string;
  targets: readonly Pick<Target, 'type' | 'display'>[];
}): string | null {
  if (!isSignIn(event)) return null;
  const named = event.targets.filter(({ display }) => display !== null);
  return (named.find(({ type }) => type === 'Application') ?? named[0])?.display ?? null;
}
