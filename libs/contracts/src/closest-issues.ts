import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** More issues of one shape say nothing new about how well it fits. */
const MAX_RANKED = 50;

/** How far a value is from a shape: whether it is another kind of thing, what stays unclear inside it, and how much is wrong. */
type Rank = readonly [misfit: number, unclear: number, count: number];

const isWrongType = ({ code, path }: Issue): boolean => code === 'invalid_type' && path.length === 0;

/** 2: the value is something else than the shape describes; 1: it has fields or a value that the shape does not know. */
function misfitOf(issues: readonly Issue[]): number {
  let misfit = 0;
  for (const issue of issues.slice(0, MAX_RANKED)) {
    if (issue.path.length > 0) continue;
    if (isWrongType(issue) || (issue.code === 'invalid_value' && issue.values.length === 1)) return 2;
    if (issue.code === 'invalid_union') misfit = Math.max(misfit, Math.min(2, ...issue.errors.map(misfitOf)));
    if (issue.code === 'unrecognized_keys' || issue.code === 'invalid_value') misfit = Math.max(misfit, 1);
  }
  return misfit;
}

const countOf = (issue: Issue): number => (issue.code === 'unrecognized_keys' ? issue.keys.length : 1);

function rankOf(issues: readonly Issue[]): Rank {
  const misfit = misfitOf(issues);
  const seen = issues.slice(0, MAX_RANKED);
  const unclear = misfit > 1 ? 0 : closestIssues(seen).filter(({ code }) => code === 'invalid_union').length;
  return [misfit, unclear, seen.reduce((sum, issue) => sum + countOf(issue), 0)];
}

const compare = (a: Rank, b: Rank): number => a[0] - b[0] || a[1] - b[1] || a[2] - b[2];

/** The shape that was most likely meant; null when two are as likely. */
function meant(shapes: readonly (readonly Issue[])[]): readonly Issue[] | null {
  const [best, second] = shapes.map((issues) => ({ issues, rank: rankOf(issues) })).sort((a, b) => compare(a.rank, b.rank));
  if (!best || best.rank[0] > 1 || best.issues.length === 0) return null;
  return second && compare(best.rank, second.rank) === 0 ? null : best.issues;
}

/** A value of another type has no length: what is said of it beside is noise. */
function withoutNoise(issues: readonly Issue[]): Issue[] {
  const wrong = new Set(issues.filter(({ code }) => code === 'invalid_type').map(({ path }) => path.join('.')));
  return issues.filter(({ code, path }) => (code !== 'too_big' && code !== 'too_small') || !wrong.has(path.join('.')));
}

/**
 * The same issues, with "none of these shapes" replaced by what is wrong with the shape that was most likely meant, so that the place of
 * the fault is named and not only that of the value around it.
 */
export function closestIssues(issues: readonly Issue[]): Issue[] {
  return withoutNoise(issues).flatMap((issue) => {
    const shape = issue.code === 'invalid_union' ? meant(issue.errors) : null;
    return shape === null ? [issue] : closestIssues(shape).map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
  });
}
