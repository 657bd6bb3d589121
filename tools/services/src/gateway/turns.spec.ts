import { Turns } from './turns';

describe('turns', () => {
  it('run in order for one key, at the same time for others, and go on after a failure', async () => {
    const turns = new Turns();
    const seen: string[] = [];
    const opened: (() => void)[] = [];
    const gate = new Promise<void>((resolve) => opened.push(resolve));
    const first = turns.take('a', () => gate.then(() => void seen.push('a1')));
    const failing = turns.take('a', async () => {
      seen.push('a2');
      throw new Error('refused');
    });
    const third = turns.take('a', async () => void seen.push('a3'));
    await turns.take('b', async () => void seen.push('b1'));
    opened.forEach((open) => open());
    await expect(failing).rejects.toThrow('refused');
    await Promise.all([first, third]);
    expect(seen).toEqual(['b1', 'a1', 'a2', 'a3']);
  });

  it('remember which key had a conflict', () => {
    const turns = new Turns();
    turns.noteConflict('a');
    expect([turns.isCrowded('a'), turns.isCrowded('b')]).toEqual([true, false]);
  });
});
