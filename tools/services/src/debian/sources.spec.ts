import { candidateSources, parseDeb822Sources, parseOneLineSources } from './sources';

describe('package sources of a Debian machine', () => {
  it('reads the one-line style', () => {
    const text = `# comment\ndeb http://mirror.example/debian/ bookworm main contrib\ndeb-src http://mirror.example/debian bookworm main\ndeb [arch=amd64 signed-by=/k.gpg] https://m2.example/debian trixie main # note\ndeb http://x.example/tool stable extra\n`;
    expect(parseOneLineSources(text)).toEqual([
      { uri: 'http://mirror.example/debian', suite: 'bookworm' },
      { uri: 'https://m2.example/debian', suite: 'trixie', signedBy: '/k.gpg' },
    ]);
  });

  it('reads the deb822 style with several suites, comments and disabled stanzas', () => {
    const text = `Types: deb\n# pinned\nURIs: http://mirror.example/debian\nSuites: bookworm bookworm-updates\nComponents: main\nSigned-By: /k.gpg\n\nTypes: deb\nEnabled: no\nURIs: http://off.example/debian\nSuites: sid\nComponents: main\n`;
    expect(parseDeb822Sources(text)).toEqual([
      { uri: 'http://mirror.example/debian', suite: 'bookworm', signedBy: '/k.gpg' },
      { uri: 'http://mirror.example/debian', suite: 'bookworm-updates', signedBy: '/k.gpg' },
    ]);
  });

  const source = (uri: string, suite: string) => ({ uri, suite });

  it('asks no release whose PostgreSQL is too old', () => {
    const found = candidateSources(
      [source('http://m.example/debian', 'bookworm'), source('http://m.example/debian', 'trixie')],
      ['testing'],
    );
    expect(found.map(({ suite }) => suite)).toEqual(['testing']);
  });

  it('asks the machine’s own suite first, then newer ones, each once, and never security mirrors', () => {
    const found = candidateSources(
      [
        source('http://m.example/debian', 'forky'),
        source('http://m.example/debian', 'forky-updates'),
        source('http://m.example/debian-security', 'forky-security'),
        source('http://m.example/debian', 'forky'),
      ],
      ['testing', 'sid'],
    );
    expect(found.map(({ suite }) => suite)).toEqual(['forky', 'testing', 'sid']);
  });
});
