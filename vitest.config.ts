import { defineConfig } from 'vitest/config';

// Media tests start real ffmpeg processes: they run one file at a time, so that a small machine can hold them.
const slow = { testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false, maxWorkers: 1, expect: { poll: { timeout: 20_000 } } } as const;

/** What takes long is named so: `npm test` leaves it to `npm run test:full`. */
const long = 'test/{integration,conformance,fault,e2e}/**/*.long.test.ts';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'eslint/**/*.test.ts'], testTimeout: 60_000, maxWorkers: 3 } },
      { test: { name: 'integration', include: ['test/integration/**/*.test.ts', 'test/conformance/**/*.test.ts'], exclude: [long], ...slow } },
      { test: { name: 'fault', include: ['test/fault/**/*.test.ts'], exclude: [long], ...slow } },
      { test: { name: 'campaign', include: ['test/campaign/**/*.test.ts', 'test/fault/*-mutations.test.ts', 'test/fault/*-mutations.long.test.ts'], env: { SHILU_MUTATIONS: '10000' }, ...slow, testTimeout: 3_600_000 } },
      { test: { name: 'soak', include: ['test/soak/**/*.test.ts'], ...slow, testTimeout: 4 * 3_600_000 } },
      { test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], exclude: [long], ...slow, testTimeout: 600_000 } },
      { test: { name: 'long', include: [long], ...slow, testTimeout: 600_000 } },
    ],
  },
});
