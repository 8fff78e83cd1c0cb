/** Everything that has to pass before a change lands. Each step shows its output when it fails; all of them run. */
import { run } from './lib/workspace.ts';

const source = '--conditions=@framesieve/source';
const steps: readonly (readonly [name: string, command: string, args: readonly string[]])[] = [
  ['lint and format', 'biome', ['check', '--error-on-warnings']],
  ['unused code', 'knip', ['--no-config-hints']],
  ['boundaries', 'turbo', ['boundaries']],
  ['types', 'tsc', ['--noEmit', '-p', 'tsconfig.json']],
  ['types of the page', 'tsc', ['--noEmit', '-p', 'packages/viewer/page/tsconfig.json']],
  ['docs', process.execPath, [source, 'scripts/check-docs.ts']],
  ['generated docs', process.execPath, [source, 'packages/cli/scripts/generate-docs.ts', '--check']],
  ['packages', process.execPath, [source, 'scripts/check-packages.ts']],
  ['tests', process.execPath, [source, 'scripts/test.ts']],
];

let failed = 0;
for (const [name, command, args] of steps) {
  const start = performance.now();
  try {
    await run(command, args, { env: { TURBO_TELEMETRY_DISABLED: '1' }, show: name === 'tests' });
    console.log(`ok      ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed++;
    console.log(`FAILED  ${name}\n${error instanceof Error ? error.message : error}`);
  }
}
process.exitCode = failed > 0 ? 1 : 0;
