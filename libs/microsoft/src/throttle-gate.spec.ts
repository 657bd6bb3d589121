import { memoryThrottleGate } from './throttle-gate';

it('keeps the longest wait of each key', async () => {
  const gate = memoryThrottleGate();
  const [early, late] = [new Date(1000), new Date(2000)];
  expect(await gate.blockedUntil('t:graph')).toBeNull();
  await gate.block('t:graph', late);
  await gate.block('t:graph', early);
  expect(await gate.blockedUntil('t:graph')).toEqual(late);
  expect(await gate.blockedUntil('t:management')).toBeNull();
});
