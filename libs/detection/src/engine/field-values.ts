export type Scalar = string | number | boolean;

const MAX_LEAVES = 4000;
const MAX_DEPTH = 64;

function collectLeaves(node: unknown, leaves: Scalar[], depth: number): void {
  if (leaves.length >= MAX_LEAVES || depth > MAX_DEPTH) return;
  if (typeof node === 'string' || typeof node === 'number' || typeof node === 'boolean') leaves.push(node);
  else if (node instanceof Date) leaves.push(Number.isNaN(node.getTime()) ? '' : node.toISOString());
  else if (Array.isArray(node)) for (const member of node) collectLeaves(member, leaves, depth + 1);
  else if (typeof node === 'object' && node !== null) for (const member of Object.values(node)) collectLeaves(member, leaves, depth + 1);
}

export const lowerCase = (text: string): string => text.toLowerCase();

/** What an event has at one field. Everything derived is made once, when first asked for. */
export class FieldValues {
  private leafList: readonly Scalar[] | undefined;
  private textList: readonly string[] | undefined;
  private foldedList: readonly string[] | undefined;

  constructor(
    /** the values as they are: scalars, objects, instants; never null */
    readonly nodes: readonly unknown[],
    private readonly fold: (text: string) => string,
  ) {}

  /** The scalars among the values and inside them (objects and lists by their members), at most 4,000; instants as ISO text. */
  get leaves(): readonly Scalar[] {
    if (this.leafList === undefined) {
      const leaves: Scalar[] = [];
      for (const node of this.nodes) collectLeaves(node, leaves, 0);
      this.leafList = leaves;
    }
    return this.leafList;
  }

  /** The leaves as text, in the same order. */
  get texts(): readonly string[] {
    this.textList ??= this.leaves.map(String);
    return this.textList;
  }

  /** The texts as they are compared: lower-cased, operations in their canonical spelling. */
  get folded(): readonly string[] {
    this.foldedList ??= this.texts.map(this.fold);
    return this.foldedList;
  }
}
