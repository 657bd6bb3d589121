/** Values of an address as they stand there. The screen that needs them makes sense of them, so that the first load does not have to. */
export type TextSearch<Name extends string> = { [N in Name]?: string | string[] };

const isText = (value: unknown): value is string | string[] =>
  typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string'));

/** Keeps the named texts of an address and lists of them. */
export const textSearch =
  <Name extends string>(names: readonly Name[]) =>
  (search: Record<string, unknown>): TextSearch<Name> => {
    const kept: TextSearch<Name> = {};
    for (const name of names) {
      const value = search[name];
      if (isText(value) && value.length > 0) kept[name] = value;
    }
    return kept;
  };
