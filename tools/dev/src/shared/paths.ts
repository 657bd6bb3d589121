import path from 'node:path';

/** The workspace; launch.mjs hands it over, because bundles run from dist. */
export const root = process.env.AOC_ROOT ?? process.cwd();

export const inRoot = (...parts: string[]): string => path.join(root, ...parts);
