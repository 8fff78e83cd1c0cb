import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// Tests run from source: the packages' `@framesieve/source` export condition leads to `src/`.
const conditions = ['@framesieve/source', 'node', 'import', 'default'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'packages/*/page/src/**/*.test.ts',
      'plugins/*/src/**/*.test.ts',
      'scripts/**/*.test.ts',
      'test/**/*.test.ts',
    ],
    exclude: ['**/node_modules/**', '**/dist/**'],
    pool: 'forks',
    // By default one core stays free for watching; here nobody watches.
    maxWorkers: availableParallelism(),
    // Models that whoever runs the tests has installed must not reach them.
    env: {
      FRAMESIEVE_HOME: join(tmpdir(), 'framesieve-no-such-folder'),
      // Tests that open sessions of their own would have ONNX Runtime keep and upload usage data.
      ORT_DISABLE_TELEMETRY: '1',
    },
    // Encoding clips and running models takes seconds on a small machine.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What is waited for comes when it can: a browser on a busy machine takes more than the usual second.
    expect: { poll: { timeout: 30_000 } },
    // Stray output fails a test: what a person should see goes through a logger.
    onConsoleLog: log => {
      throw new Error(`A test wrote to the console: ${log}`);
    },
  },
});
