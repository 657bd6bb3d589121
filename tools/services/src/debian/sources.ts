/** One place where this machine gets Debian packages from: base URI of the mirror, suite such as `bookworm`, and the keyring if one is named. */
export interface DebianSource {
  uri: string;
  suite: string;
  signedBy?: string;
}

/** Read the one-line style of sources.list(5): `deb [signed-by=/path] http://mirror/debian bookworm main`. */
export function parseOneLineSources(text: string): DebianSource[] {
  const found: DebianSource[] = [];
  for (const line of text.split('\n')) {
    const match = /^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)((?:\s+[^\s#]+)*)/.exec(line);
    const [, options = '', uri, suite, components = ''] = match ?? [];
    if (!uri || !suite || !components.split(/\s+/).includes('main')) continue;
    const signedBy = /signed-by=(\S+)/i.exec(options)?.[1];
    found.push({ uri: trimUri(uri), suite, ...(signedBy ? { signedBy } : {}) });
  }
  return found;
}

/** Read the deb822 style of sources.list(5): stanzas of `Types:`, `URIs:`, `Suites:`, `Components:`, `Signed-By:`. */
export function parseDeb822Sources(text: string): DebianSource[] {
  return text.split(/\n\s*\n/).flatMap((stanza) => {
    const fields = stanzaFields(stanza);
    const words = (name: string): string[] => (fields.get(name) ?? '').split(/\s+/).filter(Boolean);
    if (fields.get('enabled') === 'no' || !words('types').includes('deb') || !words('components').includes('main')) return [];
    const keyring = fields.get('signed-by')?.trim();
    const signedBy = keyring?.startsWith('/') ? { signedBy: keyring } : {};
    return words('uris').flatMap((uri) => words('suites').map((suite) => ({ uri: trimUri(uri), suite, ...signedBy })));
  });
}

/** Releases with a PostgreSQL older than 18 (https://packages.debian.org/postgresql), whose lists take 3 s to read. */
const TOO_OLD = ['buster', 'bullseye', 'bookworm', 'trixie'];

/**
 * The mirrors worth asking: not security or update suites, each (mirror, keyring) once, with its own suite first, where that may have the packages, and
 * then the newer ones.
 */
export function candidateSources(sources: DebianSource[], newer: string[]): DebianSource[] {
  const main = sources.filter(
    ({ uri, suite }) => /^https?:|^file:|^mirror/.test(uri) && /^[a-z]+$/.test(suite) && /debian/i.test(uri) && !/security/.test(uri),
  );
  const seen = new Set<string>();
  const ordered = main.flatMap((source) => [
    ...(TOO_OLD.includes(source.suite) ? [] : [source]),
    ...newer.map((suite) => ({ ...source, suite })),
  ]);
  return ordered.filter(({ uri, suite }) => !seen.has(`${uri} ${suite}`) && seen.add(`${uri} ${suite}`));
}

function stanzaFields(stanza: string): Map<string, string> {
  const fields = new Map<string, string>();
  let last = '';
  for (const line of stanza.split('\n')) {
    if (line.startsWith('#')) continue;
    const match = /^([A-Za-z-]+):\s*(.*)$/.exec(line);
    if (match) fields.set((last = (match[1] ?? '').toLowerCase()), match[2] ?? '');
    else if (/^\s/.test(line) && last) fields.set(last, `${fields.get(last) ?? ''} ${line.trim()}`);
  }
  return fields;
}

const trimUri = (uri: string): string => uri.replace(/\/+$/, '');
