import { readFileSync } from 'node:fs';
import { parseQuery } from './index';

const guide = readFileSync('docs/query-language.md', 'utf8');

describe('docs/query-language.md', () => {
  const blocks = [...guide.matchAll(/```query\n([^`]*)```/g)].map((match) => match[1] ?? '');
  const inTable = [...guide.matchAll(/^\| `([^`]+)` +\|/gm)].map((match) => (match[1] ?? '').replaceAll('\\|', '|'));
  const lines = blocks.slice(1).flatMap((block) => block.trim().split('\n'));
  const examples = [(blocks[0] ?? '').replaceAll('\n', ' '), ...lines, ...inTable.filter((text) => /[:*"]/.test(text))];

  it.each(examples)('%s is a query', (text) => {
    expect(parseQuery(text)).toMatchObject({ ok: true });
  });

  it('has examples', () => {
    expect(examples.length).toBeGreaterThan(12);
  });
});
