import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { signatureOf } from './payload/signature';

describe('docs/notifications.md', () => {
  it('shows a check of signatures that takes ours, and nothing changed, old or of another secret', () => {
    const code = /```js\n([\s\S]*?)```/.exec(readFileSync('docs/notifications.md', 'utf8'))?.[1] ?? '';
    const now = new Date('2026-03-10T08:00:00Z');
    const body = '{"a":"ü"}';
    const sign = signatureOf('a secret', body, now);
    const calls = [
      [sign, body, 'a secret', now.getTime() + 60_000],
      [sign, `${body} `, 'a secret', now.getTime()],
      [sign, body, 'another secret', now.getTime()],
      [sign, body, 'a secret', now.getTime() + 301_000],
      ['', body, 'a secret', now.getTime()],
    ];
    const folder = mkdtempSync(path.join(tmpdir(), 'aoc-docs-'));
    try {
      const file = path.join(folder, 'check.mjs');
      writeFileSync(file, `${code}\nconsole.log(JSON.stringify(${JSON.stringify(calls)}.map((call) => isFromAoc(...call))));\n`);
      expect(JSON.parse(execFileSync(process.execPath, [file], { encoding: 'utf8' }))).toEqual([true, false, false, false, false]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
