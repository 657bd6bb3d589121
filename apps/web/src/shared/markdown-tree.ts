/** A node of the trees that Markdown is read into; only what is looked at here. */
interface TreeNode {
  type: string;
  tagName?: string;
  value?: string;
  properties?: object;
  children?: TreeNode[];
}
const CITATION = /\[(\d{1,4})\]/;

/** Removes link definitions: one that text from a log smuggles in would turn `[1]` into a link. For remark. */
export const withoutDefinitions = () => (tree: TreeNode) => drop(tree);

function drop(node: TreeNode): void {
  if (!node.children) return;
  node.children = node.children.filter(({ type }) => type !== 'definition');
  node.children.forEach(drop);
}

/** Turns `[1]` in text, but not in code, into `cite` elements that hold the number. For rehype. */
export const markCitations = () => (tree: TreeNode) => mark(tree);

function mark(node: TreeNode): void {
  if (!node.children || node.tagName === 'code') return;
  node.children = node.children.flatMap((child) => (child.type === 'text' ? split(child.value ?? '') : [child]));
  node.children.forEach(mark);
}

/** Text and citations in turn: a capturing split gives the numbers at the odd places. */
const split = (text: string): TreeNode[] =>
  text
    .split(CITATION)
    .map((part, index): TreeNode =>
      index % 2 === 0
        ? { type: 'text', value: part }
        : { type: 'element', tagName: 'cite', properties: {}, children: [{ type: 'text', value: part }] },
    )
    .filter(({ type, value }) => type !== 'text' || value !== '');

/** Whether a link leads to a screen of this product: a path, and none of the API, which a click would ask for something. */
export const isOwnAddress = (href: string | undefined): href is string =>
  href !== undefined &&
  /^\/(?![/\\])/.test(href) &&
  !/[\\\u0000-\u001f]/.test(href) &&
  !/^\/(?:api|mcp|health|metrics)(?:[/?#]|$)/i.test(href);
