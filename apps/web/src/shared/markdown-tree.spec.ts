import { isOwnAddress, markCitations, withoutDefinitions } from './markdown-tree';

const text = (value: string) => ({ type: 'text', value });
const cite = (value: string) => ({ type: 'element', tagName: 'cite', properties: {}, children: [text(value)] });

it('marks citations in text, and leaves code alone', () => {
  const code = { type: 'element', tagName: 'code', children: [text('a[1]')] };
  const tree = { type: 'root', children: [{ type: 'element', tagName: 'p', children: [text('By Ann [1] [12], [x] [12345].'), code] }] };
  markCitations()(tree);
  expect(tree.children[0]?.children).toEqual([text('By Ann '), cite('1'), text(' '), cite('12'), text(', [x] [12345].'), code]);
});

it('takes link definitions out, at any depth', () => {
  const quote = { type: 'blockquote', children: [{ type: 'definition' }, text('x')] };
  const tree = { type: 'root', children: [{ type: 'definition' }, quote] };
  withoutDefinitions()(tree);
  expect(tree).toEqual({ type: 'root', children: [{ type: 'blockquote', children: [text('x')] }] });
});

it.each(['/events?q=a', '/ask', '/alerts/api', '/apiary'])('%s leads to a screen', (href) => expect(isOwnAddress(href)).toBe(true));
it.each([
  undefined,
  '',
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  'javascript:alert(1)',
  'events',
  '/api/events/export',
  '/API/docs',
  '/mcp',
  '/api?x',
])('%s leads nowhere', (href) => expect(isOwnAddress(href)).toBe(false));
