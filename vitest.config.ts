import { defineConfig } from 'vitest/config';

// Tests run from source: the packages' `@framesieve/source` export condition leads to `src/`.
const conditions = ['@framesieve/source', 'node', 'import', 'default'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'plugins/*/src/**/*.test.ts',
      'scripts/**/*.test.ts',
      'test/**/*.test.ts',
    ],
    exclude: ['**/node_modules/**', '**/dist/**'],
    pool: 'forks',
    // Encoding clips and running models takes seconds on a small machine.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Stray output fails a test: what a person should see goes through a logger.
    onConsoleLog: log => {
      throw new Error(`A test wrote to the console: ${log}`);
    },
  },
});
