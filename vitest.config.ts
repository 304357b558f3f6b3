import { defineConfig } from 'vitest/config';

/** Two projects: `unit` is pure and quick (part of `npm run check`); `integration` uses real SQLite, processes and HTTP. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['tests/unit/**/*.test.ts', 'tests/architecture.test.ts'] } },
      { test: { name: 'integration', include: ['tests/integration/**/*.test.ts'], testTimeout: 30_000, hookTimeout: 30_000 } },
    ],
  },
});
