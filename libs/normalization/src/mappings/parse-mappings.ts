import { isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument, type YAMLMap } from 'yaml';
import { assemble, canonicalName, type Mappings } from './mappings';
import { compileTemplate, type Template } from './template';

/** A mistake in a mapping file; line and column count from 1. */
export interface MappingError {
  file: string;
  line: number;
  column: number;
  message: string;
}

export type ParsedMappings = { ok: true; mappings: Mappings } | { ok: false; errors: MappingError[] };

const SECTIONS = ['version', 'categories', 'operations', 'category_summaries', 'result_notes', 'default'];
const MAX_LENGTH = 500;

class Reader {
  readonly errors: MappingError[] = [];
  constructor(
    private readonly file: string,
    private readonly lines: LineCounter,
  ) {}

  fail(at: number, message: string): void {
    const { line, col } = this.lines.linePos(at);
    this.errors.push({ file: this.file, line: Math.max(line, 1), column: Math.max(col, 1), message });
  }

  private position(node: unknown, otherwise: number): number {
    return isScalar(node) || isMap(node) || isSeq(node) ? (node.range?.[0] ?? otherwise) : otherwise;
  }

  /** Each member of a section with its canonical key; complains about keys that are no text or that repeat one another. */
  members(section: Pair | undefined): { key: string; at: number; value: unknown }[] {
    if (!section) return [];
    const at = this.position(section.key, 0);
    if (!isMap(section.value)) {
      if (!(isScalar(section.value) && section.value.value === null))
        this.fail(this.position(section.value, at), `"${String(section.key)}" must be a mapping`);
      return [];
    }
    const seen = new Map<string, string>();
    return section.value.items.flatMap(({ key, value }) => {
      const keyAt = this.position(key, at);
      if (!isScalar(key) || typeof key.value !== 'string' || key.value.trim() === '') {
        this.fail(keyAt, 'names must be text');
        return [];
      }
      const name = canonicalName(key.value);
      const earlier = seen.get(name);
      if (earlier !== undefined) {
        this.fail(keyAt, earlier === key.value ? `"${key.value}" is given twice` : `"${key.value}" means the same as "${earlier}"`);
        return [];
      }
      seen.set(name, key.value);
      return [{ key: name, at: keyAt, value }];
    });
  }

  text(node: unknown, at: number, what: string): string | null {
    const found = this.position(node, at);
    if (!isScalar(node) || typeof node.value !== 'string' || node.value.trim() === '') this.fail(found, `${what} must be text`);
    else if (node.value.length > MAX_LENGTH) this.fail(found, `${what} is longer than ${MAX_LENGTH} characters`);
    else return node.value.trim();
    return null;
  }

  /** A section of plain texts. */
  labels(section: Pair | undefined): Map<string, string> {
    const labels = new Map<string, string>();
    for (const { key, at, value } of this.members(section)) {
      const label = this.text(value, at, 'a label');
      if (label !== null) labels.set(key, label);
    }
    return labels;
  }

  /** One template, or a list from which the first fitting one is taken. */
  templates(node: unknown, at: number): Template[] {
    const items: unknown[] = isSeq(node) ? node.items : [node];
    if (items.length === 0) this.fail(this.position(node, at), 'at least one summary is needed');
    return items.flatMap((item) => {
      const source = this.text(item, this.position(node, at), 'a summary');
      if (source === null) return [];
      const compiled = compileTemplate(source);
      if (compiled.ok) return [compiled.template];
      this.fail(this.position(item, at), compiled.message);
      return [];
    });
  }
}

function sectionsOf(root: YAMLMap, reader: Reader): Map<string, Pair> {
  const sections = new Map<string, Pair>();
  for (const pair of root.items) {
    const { key } = pair;
    const name = isScalar(key) ? String(key.value) : '';
    const at = isScalar(key) ? (key.range?.[0] ?? 0) : 0;
    if (!SECTIONS.includes(name)) reader.fail(at, `unknown section "${name}"; known: ${SECTIONS.join(', ')}`);
    else if (sections.has(name)) reader.fail(at, `section "${name}" is given twice`);
    else sections.set(name, pair);
  }
  return sections;
}

function build(root: YAMLMap, reader: Reader): Mappings {
  const sections = sectionsOf(root, reader);
  const sentences = (name: string) =>
    reader.members(sections.get(name)).map(({ key, at, value }): [string, Template[]] => [key, reader.templates(value, at)]);
  const fallback = sections.get('default');
  return assemble({
    categories: reader.labels(sections.get('categories')),
    operations: sentences('operations'),
    categorySummaries: sentences('category_summaries'),
    resultNotes: reader.labels(sections.get('result_notes')),
    fallback: fallback ? reader.templates(fallback.value, positionOf(fallback.key)) : LAST_RESORT,
  });
}

const positionOf = (node: unknown): number => (isScalar(node) ? (node.range?.[0] ?? 0) : 0);

const LAST_RESORT: readonly Template[] = ['{actor}: {operation} ({target})', '{actor}: {operation}'].flatMap((source) => {
  const compiled = compileTemplate(source);
  return compiled.ok ? [compiled.template] : [];
});

/**
 * Read and check a mapping file. `text` is YAML with the sections `categories`, `operations`, `category_summaries` and `default`
 * (docs in `mappings.yml`); `fileName` is for the messages only. Templates are compiled here, once.
 */
export function parseMappings(text: string, fileName: string): ParsedMappings {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false, prettyErrors: false });
  const reader = new Reader(fileName, lines);
  for (const error of document.errors) reader.fail(error.pos[0], error.message);
  if (reader.errors.length > 0) return { ok: false, errors: reader.errors };
  const root: Node | null = document.contents;
  if (!isMap(root)) {
    reader.fail(0, `the file must hold the sections ${SECTIONS.join(', ')}`);
    return { ok: false, errors: reader.errors };
  }
  const mappings = build(root, reader);
  return reader.errors.length > 0 ? { ok: false, errors: reader.errors } : { ok: true, mappings };
}
