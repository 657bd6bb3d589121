/** Where in an input something is wrong, e.g. `body.conditions[1].value`: `path` of an issue of zod, below `above`. */
export const issuePath = (path: readonly PropertyKey[], above = ''): string =>
  path.reduce<string>((place, step) => {
    if (typeof step === 'number') return `${place}[${step}]`;
    return place === '' ? String(step) : `${place}.${String(step)}`;
  }, above);
