// How the tests run: all folders under test/, no shared state, loud names.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A machine that is busy with others: what is waited for comes, only later.
    expect: { poll: { timeout: 10_000 } },
    pool: 'forks',
    maxWorkers: 2,
    coverage: {
      provider: 'v8',
      include: ['src/**', 'parsers/**'],
      // The console runs in the browser, `worker.ts` in a thread, the replay in a process: the end-to-end and browser tests cover them.
      exclude: ['src/console/**', 'src/app/worker.ts', 'src/app/replays/replay-program.ts', '**/*.d.ts'],
      reportOnFailure: true,
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 90 },
    },
  },
});
