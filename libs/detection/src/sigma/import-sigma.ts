import { translateCorrelation, usedByCorrelation, type Lookup } from './correlation';
import { type ReadDocument, readDocuments, type YamlMap } from './documents';
import type { SigmaOptions, SigmaReport } from './report';
import { isCorrelation, reportOf, type Translated, translateRule } from './translate-rule';

type Entry =
  | { kind: 'done'; translated: Translated }
  | { kind: 'correlation'; document: YamlMap }
  | { kind: 'unread'; report: SigmaReport };

const refused = (reason: SigmaReport['reasons'][number]): SigmaReport => ({
  title: null,
  id: null,
  verdict: 'cannot_run',
  reasons: [reason],
  notes: [],
});
const unread = (reason: SigmaReport['reasons'][number]): SigmaReport => ({ ...refused(reason), unread: true });

function entryOf(read: ReadDocument, options: SigmaOptions): Entry {
  if (!read.ok) return { kind: 'unread', report: unread(read.reason) };
  if (isCorrelation(read.value)) return { kind: 'correlation', document: read.value };
  return { kind: 'done', translated: translateRule(read.value, options) };
}

/** Rules by name, id and title; what two rules share names neither of them. */
function lookupIn(entries: readonly Entry[]): Lookup {
  const byName = new Map<string, Translated | undefined>();
  for (const entry of entries) {
    if (entry.kind !== 'done') continue;
    const { name, id, title } = entry.translated.head;
    for (const key of new Set([name, id, title])) if (key !== null) byName.set(key, byName.has(key) ? undefined : entry.translated);
  }
  return (reference) => byName.get(reference);
}

function switchOff(documents: readonly YamlMap[], lookup: Lookup): void {
  for (const document of documents)
    for (const name of usedByCorrelation(document)) {
      const findings = lookup(name)?.findings;
      if (!findings) continue;
      findings.switchedOff = true;
      findings.note('switched off by itself: it serves a correlation of the same text');
    }
}

function importChecked(text: string, options: SigmaOptions): SigmaReport[] {
  const read = readDocuments(text);
  if (read.length === 0) return [unread({ place: 'file', message: 'there is no Sigma rule in it' })];
  const entries = read.map((document) => entryOf(document, options));
  const lookup = lookupIn(entries);
  const correlated = entries.map((entry) => (entry.kind === 'correlation' ? translateCorrelation(entry.document, lookup) : null));
  // Only now: a correlation is not switched off because its rules are.
  switchOff(
    entries.flatMap((entry, index) => (entry.kind === 'correlation' && correlated[index]?.rule ? [entry.document] : [])),
    lookup,
  );
  return entries.map((entry, index) => {
    if (entry.kind === 'unread') return entry.report;
    const translated = entry.kind === 'done' ? entry.translated : correlated[index];
    return translated ? reportOf(translated) : refused({ place: 'document', message: 'the rule cannot be represented' });
  });
}

/**
 * Translates Sigma rules (YAML, one or several documents) into rules of AOC: a report for each document, in order, with the rule
 * where it can run and the reasons where it cannot. A rule is translated whole or not at all. Pure, and never throws.
 */
export function importSigma(text: string, options: SigmaOptions = {}): SigmaReport[] {
  try {
    return importChecked(text, options);
  } catch (error) {
    return [
      unread({ place: 'file', message: `cannot be translated: ${error instanceof Error ? error.message.slice(0, 200) : 'unknown error'}` }),
    ];
  }
}
