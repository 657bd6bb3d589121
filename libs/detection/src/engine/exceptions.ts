import type { NormalizedEvent, RuleException } from '@aoc/contracts';
import { isBookkeeping } from '@aoc/normalization';
import type { Compiled, ConditionCompiler } from './compile-condition';
import { inRanges, rangeOf } from './leaf-test';
import type { EventSubject } from './subject';

/** Why a match raises nothing. */
export interface Suppression {
  exception_id: string;
  kind: RuleException['kind'];
  scope: 'rule' | 'global';
  reason: string;
  owner: string;
  expires_at: string | null;
}

export interface CompiledException {
  /** whether it holds for the event at `now` (ms) */
  covers(subject: EventSubject, now: number): boolean;
  suppression: Suppression;
}

type Behaviour = (event: NormalizedEvent) => boolean;

/** Devices that an event names: its targets of that kind, and whatever it is indexed under. */
function isFromDevice({ targets, entity_keys }: NormalizedEvent, devices: ReadonlySet<string>): boolean {
  const named = targets.filter(({ type }) => /device/i.test(type ?? '')).flatMap(({ id, display }) => [id, display]);
  return [...entity_keys, ...named].some((name) => name !== null && devices.has(name.toLowerCase()));
}

function behaviour(bound: RuleException['bound_to'], place: string, compiler: ConditionCompiler): Behaviour {
  const tests: Behaviour[] = [];
  if (bound?.addresses) {
    const ranges = bound.addresses.flatMap((text, index) => {
      const range = rangeOf(text);
      if (range === null)
        compiler.problems.push({ place: `${place}.addresses[${index}]`, message: `${text} is no address range such as 10.0.0.0/8` });
      return range === null ? [] : [range];
    });
    tests.push(({ actor }) => actor.ip !== null && inRanges(actor.ip, ranges));
  }
  if (bound?.devices) {
    const devices = new Set(bound.devices.map((device) => device.toLowerCase()));
    tests.push((event) => isFromDevice(event, devices));
  }
  if (bound?.changes) {
    const properties = new Set(bound.changes.map((property) => property.toLowerCase()));
    tests.push(({ targets }) =>
      targets.every(({ modified }) => modified.every(({ property }) => isBookkeeping(property) || properties.has(property.toLowerCase()))),
    );
  }
  return (event) => tests.every((test) => test(event));
}

function compileException(
  exception: RuleException,
  scope: Suppression['scope'],
  place: string,
  compiler: ConditionCompiler,
): CompiledException {
  const before = compiler.problems.length;
  const conditions: Compiled = compiler.all(exception.conditions, `${place}.conditions`);
  const same = behaviour(exception.bound_to, `${place}.bound_to`, compiler);
  const usable = compiler.problems.length === before;
  const expires = exception.expires_at === null ? Number.POSITIVE_INFINITY : Date.parse(exception.expires_at);
  const { id, kind, reason, owner, expires_at } = exception;
  return {
    covers: (subject, now) => usable && now < expires && conditions.test(subject) && same(subject.event),
    suppression: { exception_id: id, kind, scope, reason, owner, expires_at },
  };
}

/** Exceptions ready to be asked. One that cannot be compiled covers nothing: the rule fires rather than stay silent. */
export const compileExceptions = (
  exceptions: readonly RuleException[],
  scope: Suppression['scope'],
  compiler: ConditionCompiler,
): CompiledException[] => exceptions.map((exception, index) => compileException(exception, scope, `exceptions[${index}]`, compiler));
