// How the tests run: all folders under test/, no shared state, loud names.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    coverage: { provider: 'v8', include: ['src/**', 'parsers/**'], exclude: ['src/console/**', '**/*.d.ts'] },
  },
});
