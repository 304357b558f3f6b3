import { defineConfig } from 'vitest/config';

/**
 * Two projects: `unit` is pure and quick (part of `npm run check`); `integration` uses real SQLite, processes and HTTP. The limits are for
 * tests that hang: a busy machine of two cores must not fail one that works.
 */
export default defineConfig({
  test: {
    // Left to itself, Vitest keeps a core free; of two that would be every second one, while most tests wait for disks and processes.
    maxWorkers: 2,
    projects: [
      { test: { name: 'unit', include: ['tests/unit/**/*.test.ts', 'tests/architecture.test.ts'], testTimeout: 30_000 } },
      { test: { name: 'integration', include: ['tests/integration/**/*.test.ts'], testTimeout: 90_000, hookTimeout: 90_000 } },
    ],
  },
});
