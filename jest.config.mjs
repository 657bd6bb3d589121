const project = (displayName, testMatch, extra = {}) => ({
  displayName,
  testMatch,
  // Not node_modules, whose 40,000 files would be listed at each start.
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/tools'],
  // A real database on a busy machine takes longer than Jest's five seconds.
  testTimeout: 30_000,
  runner: '<rootDir>/tools/dev/jest/runner.mjs',
  moduleFileExtensions: ['ts', 'tsx', 'mjs', 'js', 'json'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.aoc/'],
  // Node loads TypeScript by itself, see tools/dev/jest/load-typescript.mjs.
  transform: {},
  ...extra,
});

const services = {
  globalSetup: '<rootDir>/tools/dev/jest/global-setup.mjs',
  globalTeardown: '<rootDir>/tools/dev/jest/global-teardown.mjs',
};

export default {
  testSequencer: '<rootDir>/tools/dev/jest/sequencer.mjs',
  projects: [
    project('unit', ['<rootDir>/{apps,libs,tools}/**/*.spec.ts'], {
      testPathIgnorePatterns: ['\\.(int|e2e)\\.spec\\.ts$', '/node_modules/', '/dist/'],
    }),
    project('int', ['<rootDir>/{apps,libs,tools}/**/*.int.spec.ts'], services),
    project('e2e', ['<rootDir>/{apps,libs,tools}/**/*.e2e.spec.ts'], { ...services, testTimeout: 240_000 }),
  ],
};
