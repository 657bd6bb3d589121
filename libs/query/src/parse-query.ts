import { EVERYTHING, normaliseQuery, QUERY_FIELDS, type FieldTerm, type Query, type QueryField } from './ast';
import { distance, FIELD_ALIASES, PATTERN_FIELDS } from './fields';
import { fail, QuerySyntaxError, Reader, type QueryError } from './reader';
import { regexProblem } from './safe-regex';
import { isTime } from './time';

export type ParsedQuery = { ok: true; query: Query } | { ok: false; errors: QueryError[] };

export const QUERY_LIMITS = { length: 4096, depth: 20, terms: 200, value: 256 } as const;

const FIELDS: ReadonlySet<string> = new Set(QUERY_FIELDS);
const TIME_FIELDS = ['after', 'before'] as const;
const KNOWN = [...QUERY_FIELDS, ...TIME_FIELDS, ...FIELD_ALIASES.keys()];
const FIELD_NAME = /^[a-z_]+(?=:)/i;
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

const isField = (name: string): name is QueryField => FIELDS.has(name);
const timeField = (name: string) => TIME_FIELDS.find((field) => field === name);

class Parser {
  private terms = 0;
  private depth = 0;
  constructor(private readonly reader: Reader) {}

  parse(): Query {
    this.reader.skipSpace();
    if (this.reader.ended) return EVERYTHING;
    const query = this.any();
    if (!this.reader.ended) fail(this.reader.at, 1, 'This closing parenthesis has no opening one.');
    return query;
  }

  private any(): Query {
    const parts = [this.all()];
    while (this.reader.takeWord('OR')) parts.push(this.all('OR'));
    const [only] = parts;
    return only && parts.length === 1 ? only : { kind: 'any', of: parts };
  }

  private all(after?: string): Query {
    const { reader } = this;
    const parts: Query[] = [];
    reader.skipSpace();
    while (!reader.ended && reader.peek() !== ')' && !this.seesOr()) {
      if (parts.length > 0 && reader.takeWord('AND')) this.expectMore('AND');
      parts.push(this.unary());
      reader.skipSpace();
    }
    if (parts.length === 0)
      fail(
        Math.max(0, reader.at - 1),
        1,
        after ? `Something to look for is missing after ${after}.` : 'Something to look for is missing here.',
      );
    const [only] = parts;
    return only && parts.length === 1 ? only : { kind: 'all', of: parts };
  }

  private seesOr(): boolean {
    const { reader } = this;
    const at = reader.at;
    const found = reader.takeWord('OR');
    reader.at = at;
    return found;
  }

  private expectMore(after: string): void {
    this.reader.skipSpace();
    if (this.reader.ended || this.reader.peek() === ')')
      fail(Math.max(0, this.reader.at - after.length), after.length, `Something to look for is missing after ${after}.`);
  }

  private unary(): Query {
    const { reader } = this;
    let negations = 0;
    for (;;) {
      if (reader.takeWord('NOT')) this.expectMore('NOT');
      else if (reader.peek() === '-' && /[^\s)]/.test(reader.text[reader.at + 1] ?? '')) reader.at += 1;
      else break;
      negations += 1;
    }
    const query = this.primary();
    return negations % 2 === 1 ? { kind: 'not', of: query } : query;
  }

  private primary(): Query {
    const { reader } = this;
    const start = reader.at;
    if (reader.take('(')) return this.group(start);
    this.terms += 1;
    if (this.terms > QUERY_LIMITS.terms) fail(start, 1, `A query can have at most ${QUERY_LIMITS.terms} conditions.`);
    if (reader.peek() === '"') return { kind: 'words', mode: 'phrase', text: checkedValue(reader.quoted(), start) };
    const name = FIELD_NAME.exec(reader.text.slice(start, start + 40))?.[0];
    if (name === undefined || reader.text.startsWith('://', start + name.length)) return freeWord(reader, start);
    reader.at += name.length + 1;
    return this.fieldTerm(name, start);
  }

  private group(start: number): Query {
    this.depth += 1;
    if (this.depth > QUERY_LIMITS.depth) fail(start, 1, `Parentheses can be nested at most ${QUERY_LIMITS.depth} deep.`);
    const query = this.any();
    if (!this.reader.take(')')) return this.reader.failToEnd(start, 'The parenthesis that begins here is not closed.', ')');
    this.depth -= 1;
    return query;
  }

  private fieldTerm(name: string, start: number): Query {
    const lower = name.toLowerCase();
    const bound = timeField(lower);
    if (bound) return { kind: 'time', bound, at: timeValue(this.reader, start, bound) };
    const field = isField(lower) ? lower : FIELD_ALIASES.get(lower);
    if (!field) return noField(this.reader, name, start);
    const { reader } = this;
    const valueStart = reader.at;
    if (!reader.take('(')) return fieldValue(reader, field, start, `${field}:`);
    const values: Query[] = [];
    for (reader.skipSpace(); !reader.ended && reader.peek() !== ')'; reader.skipSpace()) {
      if (values.length > 0 && reader.takeWord('OR')) this.expectMore('OR');
      this.terms += 1;
      if (this.terms > QUERY_LIMITS.terms) fail(reader.at, 1, `A query can have at most ${QUERY_LIMITS.terms} conditions.`);
      values.push(fieldValue(reader, field, reader.at, ''));
    }
    if (!reader.take(')')) return reader.failToEnd(valueStart, 'The list of values that begins here is not closed.', ')');
    if (values.length === 0) fail(start, name.length + 3, `The list of values of ${field} is empty.`);
    return { kind: 'any', of: values };
  }
}

/** A field that is not there is a misspelt one, or a word that happens to hold a colon. */
function noField(reader: Reader, name: string, start: number): never {
  const message = `There is no field "${name}".`;
  const near = KNOWN.map((known) => ({ known, away: distance(name.toLowerCase(), known) })).sort((a, b) => a.away - b.away)[0];
  if (near && near.away <= Math.max(1, Math.floor(name.length / 3))) return fail(start, name.length, message, near.known);
  const word = name + (/^:[^\s"()\\]*/.exec(reader.text.slice(start + name.length))?.[0] ?? '');
  return fail(start, word.length, message, `"${word}"`);
}

function checkedValue(value: string, position: number): string {
  if (value.trim() === '') fail(position, 2, 'There is nothing between these quotes.');
  if (value.length > QUERY_LIMITS.value) fail(position, value.length, `A value can have at most ${QUERY_LIMITS.value} characters.`);
  return value;
}

function freeWord(reader: Reader, start: number): Query {
  const word = checkedValue(reader.word(), start);
  if (!/[\p{L}\p{N}]/u.test(word)) fail(start, word.length, `"${word}" holds no letter or digit to look for.`);
  const stars = word.match(/\*/g)?.length ?? 0;
  if (stars === 1 && word.endsWith('*')) return { kind: 'words', mode: 'prefix', text: word.slice(0, -1) };
  if (stars > 0) fail(start, word.length, 'Among free words a * can only stand at the end of a word.', word.replace(/\*/g, '') + '*');
  return { kind: 'words', mode: 'word', text: word };
}

function timeValue(reader: Reader, start: number, bound: string): string {
  const at = reader.peek() === '"' ? reader.quoted() : reader.word();
  if (!isTime(at))
    fail(
      start,
      reader.at - start,
      `"${at}" is no time that ${bound}: knows. Write a date such as 2026-01-31 or 2026-01-31T08:00:00Z, or -24h, -7d, today, yesterday.`,
      `${bound}:-24h`,
    );
  return at;
}

/** A value of a field. `prefix`: what stands before it since `start`, in the words of a suggestion. */
function fieldValue(reader: Reader, field: QueryField, start: number, prefix: string): FieldTerm {
  const term = (match: FieldTerm['match'], value: string): FieldTerm => ({ kind: 'field', field, match, value });
  const whole = reader.take('=');
  if (!whole && reader.peek() === '/') {
    const position = reader.at;
    const source = reader.regex();
    const problem = PATTERN_FIELDS.has(field)
      ? regexProblem(source)
      : `cannot be used on ${field}; use whole words, or how the value begins: ${field}:value*`;
    if (problem) fail(position, reader.at - position, `The regular expression ${problem}.`);
    return term('regex', source);
  }
  if (reader.peek() === '"') return term(whole ? 'exact' : 'plain', checkedValue(reader.quoted(), start));
  const value = reader.word();
  if (value === '') fail(start, Math.max(1, reader.at - start), `A value is missing after ${field}:`, `${prefix}*`);
  checkedValue(value, start);
  if (whole || !value.includes('*')) return term(whole ? 'exact' : 'plain', value);
  if (/^\*+$/.test(value)) return term('exists', '');
  if (field === 'id' || (!PATTERN_FIELDS.has(field) && !/^[^*]+\*$/.test(value)))
    fail(
      start,
      reader.at - start,
      field === 'id' ? 'An id is compared as a whole.' : `In ${field}: a * can only stand at the end.`,
      `${prefix}${value.replace(/\*/g, '')}${field === 'id' ? '' : '*'}`,
    );
  return term('wildcard', value.replace(/\*{2,}/g, '*'));
}

/** The meaning of a query text, or what is wrong with it. Never throws. An empty text matches everything. */
export function parseQuery(text: string): ParsedQuery {
  try {
    if (text.length > QUERY_LIMITS.length)
      fail(QUERY_LIMITS.length, text.length - QUERY_LIMITS.length, `A query can have at most ${QUERY_LIMITS.length} characters.`);
    const control = CONTROL.exec(text);
    if (control) fail(control.index, 1, 'There is a control character here.');
    if (!text.isWellFormed()) fail(0, text.length, 'The query is not valid Unicode.');
    return { ok: true, query: normaliseQuery(new Parser(new Reader(text)).parse()) };
  } catch (error) {
    if (error instanceof QuerySyntaxError) return { ok: false, errors: [error.error] };
    throw error;
  }
}
