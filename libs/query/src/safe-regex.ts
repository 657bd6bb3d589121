/** Longest regular expression. */
export const MAX_REGEX = 200;

/**
 * Why a regular expression is refused, or null. Accepted is what takes no more than quadratic time in any engine on the short values
 * that it is used on: literals, classes, anchors, groups with alternatives, `?`, and `*` `+` `{n,m}` on single characters or classes
 * only. Refused are look-around, back-references, and repeated groups.
 */
export function regexProblem(source: string): string | null {
  if (source === '') return 'is empty';
  if (source.length > MAX_REGEX) return `is longer than ${MAX_REGEX} characters`;
  if (/\(\?/.test(source)) return 'has look-around or a special group, which are not supported';
  if (/\\[1-9]|\\k/.test(source)) return 'refers back to a group, which is not supported';
  if (/\\[pPuxcQEGAzZ]/.test(source)) return 'has an escape that is not supported';
  if (/\)\s*[*+{]/.test(source)) return 'repeats a group; repeat a single character or a class instead';
  const repeats =
    source
      .replace(/\\./g, 'a')
      .replace(/\[[^\]]*\]/g, 'a')
      .match(/[*+]|\{\d+,?\d*\}/g) ?? [];
  if (repeats.length > 5) return 'has more than five repetitions';
  if (repeats.some((repeat) => /\d{3}/.test(repeat))) return 'repeats more than 99 times';
  try {
    new RegExp(source, 'iu');
    return null;
  } catch (error) {
    return `is not well-formed (${error instanceof Error ? error.message.replace(/^.*: /, '') : 'unknown error'})`;
  }
}
