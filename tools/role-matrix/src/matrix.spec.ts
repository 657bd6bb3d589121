import { readFileSync } from 'node:fs';
import { renderRoleMatrix } from './matrix';

describe('docs/roles.md', () => {
  it('names the roles that the routes declare', async () => {
    expect(readFileSync('docs/roles.md', 'utf8')).toBe(await renderRoleMatrix());
  });
});
