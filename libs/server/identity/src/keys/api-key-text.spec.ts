import fc from 'fast-check';
import { looksLikeApiKey, newApiKey, parseApiKey } from './api-key-text';

describe('the text of an API key', () => {
  it('is known again by its hash, and by no other', () => {
    const { id, text, hash } = newApiKey();
    const parsed = parseApiKey(text);
    expect([parsed?.id, parsed?.matches(hash), parsed?.matches(newApiKey().hash), parsed?.matches('')]).toEqual([id, true, false, false]);
    expect(text).not.toContain(hash);
  });

  it('differs from every other one', () => {
    expect(new Set(Array.from({ length: 1000 }, () => newApiKey().text)).size).toBe(1000);
  });

  it('is not known with any character changed', () => {
    const { text, hash } = newApiKey();
    const change = fc.tuple(fc.nat(text.length - 1), fc.string({ minLength: 1, maxLength: 1 }));
    fc.assert(
      fc.property(change, ([at, letter]) => {
        fc.pre(text[at] !== letter);
        const parsed = parseApiKey(text.slice(0, at) + letter + text.slice(at + 1));
        return parsed === null || !parsed.matches(hash) || parsed.id !== parseApiKey(text)?.id;
      }),
    );
  });

  it('is told from a token', () => {
    expect([looksLikeApiKey('aoc_'), looksLikeApiKey('eyJhbGciOi.x.y')]).toEqual([true, false]);
  });
});
