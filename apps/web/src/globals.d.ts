/** Version of the build, set by vite.config.ts. */
declare const __AOC_VERSION__: string;
