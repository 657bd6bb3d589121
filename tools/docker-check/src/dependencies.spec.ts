import { readFileSync } from 'node:fs';
import { z } from 'zod';

const manifestSchema = z.object({ dependencies: z.record(z.string(), z.string()) });

describe('docs/security.md', () => {
  it('says of each package that is shipped why it is there, and of no other', () => {
    const table = /## Dependencies\n([\s\S]*?)(?=\n## |$)/.exec(readFileSync('docs/security.md', 'utf8'))?.[1] ?? '';
    const first = table.split('\n').flatMap((line) => /^\|([^|]*)\|/.exec(line)?.[1] ?? []);
    const named = first.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].flatMap(([, name]) => name ?? []));
    const { dependencies } = manifestSchema.parse(JSON.parse(readFileSync('package.json', 'utf8')));
    const shipped = Object.keys(dependencies);
    const missing = shipped.filter((name) => !named.includes(name));
    const more = named.filter((name) => !shipped.includes(name));
    expect({ missing, more }).toEqual({ missing: [], more: [] });
  });
});
