import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments, type YAMLMap } from 'yaml';
import { quoted, type SigmaReason } from './report';

/** Values of YAML as they are read: mappings are Maps, so that no key of a document means anything to JavaScript. */
export type YamlValue = string | number | boolean | null | YamlValue[] | YamlMap;
export type YamlMap = Map<string, YamlValue>;

export type ReadDocument = { ok: true; value: YamlValue } | { ok: false; reason: SigmaReason };

/** Upper bounds of what is read; a real rule has about 2 kB, 100 nodes and no alias. */
export const DOCUMENT_LIMITS = {
  characters: 524_288,
  lines: 20_000,
  commas: 20_000,
  documents: 1000,
  nodes: 20_000,
  depth: 24,
  aliases: 50,
} as const;

class Refusal extends Error {}

class Reader {
  private nodes = 0;
  private aliases = 0;
  private readonly anchors = new Map<string, Node>();
  private readonly open = new Set<Node>();

  constructor(private readonly lines: LineCounter) {}

  private refuse(node: Node | null, message: string): never {
    const at = node?.range?.[0];
    throw new Refusal(at === undefined ? message : `line ${this.lines.linePos(at).line}: ${message}`);
  }

  value(node: unknown, depth = 0): YamlValue {
    if (node === null || node === undefined) return null;
    if (++this.nodes > DOCUMENT_LIMITS.nodes) this.refuse(null, `more than ${DOCUMENT_LIMITS.nodes} values, counting what aliases repeat`);
    if (isAlias(node)) return this.aliased(node, depth);
    if (isScalar(node)) {
      if (node.anchor !== undefined) this.anchors.set(node.anchor, node);
      return scalar(node.value, node.source);
    }
    if (!isMap(node) && !isSeq(node)) return null;
    if (depth >= DOCUMENT_LIMITS.depth) this.refuse(node, `nested deeper than ${DOCUMENT_LIMITS.depth} levels`);
    if (node.anchor !== undefined) this.anchors.set(node.anchor, node);
    this.open.add(node);
    const read = isSeq(node) ? node.items.map((item) => this.value(item, depth + 1)) : this.map(node, depth);
    this.open.delete(node);
    return read;
  }

  private aliased(alias: Alias, depth: number): YamlValue {
    const node = this.anchors.get(alias.source);
    if (!node) return this.refuse(alias, `alias ${quoted(alias.source)} names no anchor before it`);
    if (this.open.has(node)) return this.refuse(alias, `alias ${quoted(alias.source)} lies within what it stands for`);
    if (++this.aliases > DOCUMENT_LIMITS.aliases) return this.refuse(alias, `more than ${DOCUMENT_LIMITS.aliases} aliases`);
    return this.value(node, depth);
  }

  private map(node: YAMLMap, depth: number): YamlMap {
    const map: YamlMap = new Map();
    for (const pair of node.items) {
      const key = this.value(pair.key, depth + 1);
      if (typeof key === 'object' && key !== null) return this.refuse(node, 'a key must be text');
      const name = String(key);
      // Checked here and not by the parser, whose own check compares every key with every other.
      if (map.has(name)) return this.refuse(node, `key ${quoted(name)} is given twice`);
      map.set(name, this.value(pair.value, depth + 1));
    }
    return map;
  }
}

/** Numbers keep the spelling of the document where it would be lost: `007`, `1e3`. */
function scalar(value: unknown, source: string | undefined): YamlValue {
  if (typeof value === 'number') return source === undefined || String(value) === source ? value : source;
  return typeof value === 'string' || typeof value === 'boolean' || value === null ? value : (source ?? null);
}

function read(document: Document.Parsed, lines: LineCounter): ReadDocument {
  const [error] = document.errors;
  if (error) {
    const { line } = lines.linePos(error.pos[0]);
    return { ok: false, reason: { place: `line ${Math.max(line, 1)}`, message: `not YAML: ${error.message}` } };
  }
  try {
    return { ok: true, value: new Reader(lines).value(document.contents) };
  } catch (thrown) {
    if (thrown instanceof Refusal) return { ok: false, reason: { place: 'document', message: thrown.message } };
    throw thrown;
  }
}

/**
 * Each document of a YAML text, or why it cannot be read. Size, nesting, number of values and aliases are limited, repeated keys and
 * cyclic aliases are refused. Never throws.
 */
export function readDocuments(text: string): ReadDocument[] {
  const refused = (message: string): ReadDocument[] => [{ ok: false, reason: { place: 'file', message } }];
  const refusal = refusalOf(text);
  if (refusal !== null) return refused(refusal);
  try {
    const lines = new LineCounter();
    const documents = parseAllDocuments(text, { uniqueKeys: false, lineCounter: lines, logLevel: 'silent', prettyErrors: false });
    if (!Array.isArray(documents)) return [];
    return documents
      .filter((document) => document.errors.length > 0 || document.contents !== null)
      .map((document) => read(document, lines));
  } catch (thrown) {
    return refused(`cannot be read as YAML: ${thrown instanceof Error ? thrown.message.slice(0, 200) : 'unknown error'}`);
  }
}

/**
 * A first look that spares the parser what would cost it much: it follows brackets, list dashes and `?` keys recursively and is slow
 * with very many values. Null when the text may be parsed.
 */
function refusalOf(text: string): string | null {
  const { characters, documents, lines, commas, depth } = DOCUMENT_LIMITS;
  if (text.length > characters) return `longer than ${characters} characters`;
  const seen = countsOf(text);
  if (seen.nesting > depth || /(?:[-?]\s+){50}/.test(text)) return `nested deeper than ${depth} levels`;
  if (seen.lines > lines) return `more than ${lines} lines`;
  if (seen.commas > commas) return `more than ${commas} values in lists`;
  return (text.match(/^---/gm)?.length ?? 0) > documents ? `more than ${documents} documents` : null;
}

/** Brackets in texts count as well: real texts do not leave so many open. */
function countsOf(text: string): { lines: number; commas: number; nesting: number } {
  let [lines, commas, open, nesting] = [1, 0, 0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x0a) lines += 1;
    else if (code === 0x2c) commas += 1;
    else if (code === 0x5b || code === 0x7b) nesting = Math.max(nesting, ++open);
    else if (code === 0x5d || code === 0x7d) open = Math.max(0, open - 1);
  }
  return { lines, commas, nesting };
}
