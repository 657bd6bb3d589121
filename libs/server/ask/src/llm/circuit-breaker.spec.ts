import { CircuitBreaker } from './circuit-breaker';

function breaker() {
  let now = 0;
  const it = new CircuitBreaker({ clock: { now: () => new Date(now) }, failures: 3, pauseMs: 1000 });
  return { it, wait: (ms: number) => void (now += ms), fail: (times: number) => Array.from({ length: times }, () => it.note('failure')) };
}

describe('the circuit breaker', () => {
  it('opens after failures in a row only', () => {
    const { it: one, fail } = breaker();
    fail(2);
    one.note('success');
    fail(2);
    expect(one.admit()).toBe(true);
    one.note('neutral');
    expect(one.admit()).toBe(true);
    fail(1);
    expect(one.admit()).toBe(1000);
  });

  it('lets one call try after the pause, which closes it or opens it anew', () => {
    const { it: one, wait, fail } = breaker();
    fail(3);
    wait(999);
    expect(one.admit()).toBe(1);
    wait(1);
    expect(one.admit()).toBe(true);
    expect(one.admit()).toBe(1000);
    one.note('failure');
    expect(one.admit()).toBe(1000);
    wait(1000);
    expect(one.admit()).toBe(true);
    one.note('success');
    expect([one.admit(), one.admit()]).toEqual([true, true]);
  });

  it('lets another call try when the first one said nothing about the service', () => {
    const { it: one, wait, fail } = breaker();
    fail(3);
    wait(1000);
    expect(one.admit()).toBe(true);
    one.note('neutral');
    expect(one.admit()).toBe(true);
  });
});
