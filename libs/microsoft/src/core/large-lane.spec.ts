import { createLargeLane } from './large-lane';

describe('the lane of large answers', () => {
  it('lets one in at a time, in order, and forgets those who gave up', async () => {
    const lane = createLargeLane();
    const never = new AbortController().signal;
    const leave = lane.tryEnter();
    expect([typeof leave, lane.tryEnter()]).toEqual(['function', undefined]);
    const order: string[] = [];
    const impatient = new AbortController();
    const given = lane.enter(impatient.signal).catch((error: unknown) => error);
    const second = lane.enter(never).then((out) => (order.push('second'), out));
    const third = lane.enter(never).then((out) => (order.push('third'), out));
    impatient.abort(new Error('enough'));
    expect(await given).toMatchObject({ message: 'enough' });
    leave?.();
    const out = await second;
    expect(order).toEqual(['second']);
    out();
    (await third)();
    expect(order).toEqual(['second', 'third']);
    expect(typeof lane.tryEnter()).toBe('function');
    await expect(lane.enter(AbortSignal.abort(new Error('before')))).rejects.toThrow('before');
  });
});
