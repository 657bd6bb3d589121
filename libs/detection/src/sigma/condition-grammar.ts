/** A condition of a Sigma rule as a tree. */
export type Expression =
  | { kind: 'name'; name: string }
  | { kind: 'of'; all: boolean; pattern: string }
  | { kind: 'not'; inner: Expression }
  | { kind: 'and' | 'or'; members: Expression[] };

export interface ParsedCondition {
  expression: Expression;
  /** what follows the first `|`: an aggregation of old rules */
  aggregation: string | null;
}

export class ConditionError extends Error {}

const MAX_LENGTH = 4000;
const MAX_DEPTH = 40;

class Parser {
  private at = 0;
  private depth = 0;
  constructor(private readonly tokens: readonly string[]) {}

  private get word(): string {
    return this.tokens[this.at]?.toLowerCase() ?? '';
  }

  private next(): string {
    const token = this.tokens[this.at];
    if (token === undefined) throw new ConditionError('the condition ends where more is expected');
    this.at += 1;
    return token;
  }

  whole(): Expression {
    const expression = this.or();
    if (this.at < this.tokens.length) throw new ConditionError(`"${this.tokens[this.at]}" is not expected there`);
    return expression;
  }

  private or(): Expression {
    return this.joined('or', () => this.joined('and', () => this.not()));
  }

  private joined(kind: 'and' | 'or', part: () => Expression): Expression {
    const members = [part()];
    while (this.word === kind) {
      this.at += 1;
      members.push(part());
    }
    const [only] = members;
    return members.length === 1 && only ? only : { kind, members };
  }

  private not(): Expression {
    if (++this.depth > MAX_DEPTH) throw new ConditionError(`nested deeper than ${MAX_DEPTH} levels`);
    const expression = this.notOrTerm();
    this.depth -= 1;
    return expression;
  }

  private notOrTerm(): Expression {
    if (this.word === 'not') {
      this.at += 1;
      return { kind: 'not', inner: this.not() };
    }
    const token = this.next();
    if (token === '(') {
      const inner = this.or();
      if (this.word !== ')') throw new ConditionError('a parenthesis is not closed');
      this.at += 1;
      return inner;
    }
    if (token === ')' || /^(?:and|or|of)$/i.test(token)) throw new ConditionError(`"${token}" is not expected there`);
    if (this.word !== 'of') return { kind: 'name', name: token };
    this.at += 1;
    const quantifier = token.toLowerCase();
    if (!/^(?:1|any|all)$/.test(quantifier)) throw new ConditionError(`"${token} of" is not known; known: 1 of, any of, all of`);
    return { kind: 'of', all: quantifier === 'all', pattern: this.next() };
  }
}

/** Reads one condition. Throws {@link ConditionError} with what is wrong. */
export function parseCondition(text: string): ParsedCondition {
  if (text.length > MAX_LENGTH) throw new ConditionError(`longer than ${MAX_LENGTH} characters`);
  const bar = text.indexOf('|');
  const aggregation = bar < 0 ? null : text.slice(bar + 1).trim();
  const tokens = (bar < 0 ? text : text.slice(0, bar)).match(/[()]|[^\s()]+/g) ?? [];
  return { expression: new Parser(tokens).whole(), aggregation };
}

/** The names that a pattern of `1 of x*` or `all of them` stands for; `them` leaves out names that begin with an underscore. */
export function namesOf(pattern: string, names: readonly string[]): string[] {
  if (pattern.toLowerCase() === 'them') return names.filter((name) => !name.startsWith('_'));
  const parts = pattern.split('*');
  return names.filter((name) => fits(name, parts));
}

/** Plain text matching of `a*b*c`: no regular expression is made from the text of a rule. */
function fits(name: string, [head = '', ...rest]: readonly string[]): boolean {
  if (rest.length === 0) return name === head;
  const tail = rest.at(-1) ?? '';
  if (!name.startsWith(head) || !name.endsWith(tail) || name.length < head.length + tail.length) return false;
  let at = head.length;
  for (const part of rest.slice(0, -1)) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= name.length - tail.length;
}
