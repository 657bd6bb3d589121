import ts from 'typescript';

/** Ways around the type checker and the linter, each counted on its own. */
export const categories = ['any', 'cast', 'non-null', 'eslint-disable', 'ts-ignore'] as const;
export type Category = (typeof categories)[number];

/** One escape; `line` counts from 1. */
export interface Escape {
  category: Category;
  line: number;
}

function categoryOf(node: ts.Node): Category | null {
  if (node.kind === ts.SyntaxKind.AnyKeyword) return 'any';
  if (ts.isNonNullExpression(node)) return 'non-null';
  // `as const` narrows and cannot lie.
  if (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) return ts.isConstTypeReference(node.type) ? null : 'cast';
  return null;
}

function commentCategory(comment: string): Category | null {
  if (/@ts-(ignore|expect-error|nocheck)\b/.test(comment)) return 'ts-ignore';
  return /\b(es|ox)lint-disable(-next-line|-line)?\b/.test(comment) ? 'eslint-disable' : null;
}

/** Comments of the whole file: every one leads or trails some token. Text of JSX and templates has none. */
function commentRanges(source: ts.SourceFile): ts.CommentRange[] {
  const ranges = new Map<number, ts.CommentRange>();
  const literal: ts.TextRange[] = [];
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.JsxText || ts.isTemplateLiteralToken(node))
      literal.push({ pos: node.getStart(source), end: node.getEnd() });
    for (const range of ts.getLeadingCommentRanges(source.text, node.getFullStart()) ?? []) ranges.set(range.pos, range);
    for (const range of ts.getTrailingCommentRanges(source.text, node.getEnd()) ?? []) ranges.set(range.pos, range);
    node.getChildren(source).forEach(visit);
  };
  visit(source);
  return [...ranges.values()].filter(({ pos }) => !literal.some((text) => text.pos <= pos && pos < text.end));
}

/** Every escape in the TypeScript (or TSX) `text`, in the order of the file. Syntax errors are not reported here. */
export function findEscapes(fileName: string, text: string): Escape[] {
  const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true);
  const lineOf = (position: number) => source.getLineAndCharacterOfPosition(position).line + 1;
  const escapes: Escape[] = [];
  const visit = (node: ts.Node): void => {
    const category = categoryOf(node);
    if (category) escapes.push({ category, line: lineOf(node.getStart(source)) });
    ts.forEachChild(node, visit);
  };
  visit(source);
  if (/(es|ox)lint-disable|@ts-/.test(text)) {
    for (const range of commentRanges(source)) {
      const category = commentCategory(text.slice(range.pos, range.end));
      if (category) escapes.push({ category, line: lineOf(range.pos) });
    }
  }
  return escapes.sort((a, b) => a.line - b.line);
}
