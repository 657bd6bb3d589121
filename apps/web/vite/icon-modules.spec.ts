import { readFileSync } from 'node:fs';
import path from 'node:path';
import { shapesOf } from './icon-modules';

describe('modules of icons', () => {
  it('hold the shapes, without what all drawings share', () => {
    expect(shapesOf('circle-check')).toEqual([
      ['circle', { cx: '12', cy: '12', r: '10' }],
      ['path', { d: expect.stringMatching(/^m/i) }],
    ]);
    expect(shapesOf('tags')).toContainEqual(['circle', { cx: '10.5', cy: '6.5', r: '.5', fill: 'currentColor' }]);
  });

  it('exist for every drawing that the screens use', () => {
    const list = readFileSync(path.resolve(import.meta.dirname, '../../../libs/web/ui/src/icons.ts'), 'utf8');
    const names = [...list.matchAll(/virtual:icon\/([\w-]+)/g)].map(([, name = '']) => name);
    expect(names.length).toBeGreaterThan(50);
    expect(names.filter((name) => shapesOf(name).length === 0)).toEqual([]);
  });

  it('say which drawing there is not', () => {
    expect(() => shapesOf('serch')).toThrow('There is no icon "serch" in @iconify-json/lucide.');
  });
});
