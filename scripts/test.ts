/**
 * Runs every test, then says what was skipped and why, and ends with the line `N passed, N failed, N skipped`.
 *
 *   npm test [-- FILTER... --option...]        arguments are those of `vitest run`
 *   FRAMESIEVE_REQUIRE=ffmpeg npm test         fails when tests were skipped for want of ffmpeg
 */
import { parseCLI, startVitest, type TestCase } from 'vitest/node';
import { requiredSuites, type SkippedTest, skippedSuites } from './lib/skipped-tests.ts';
import { root } from './lib/workspace.ts';

const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)]);
process.chdir(root);
const vitest = await startVitest(filter, { ...options, root, watch: false });
const modules = vitest.state.getTestModules();
const unhandled = vitest.state.getUnhandledErrors().length;
await vitest.close();

const count = { passed: 0, failed: unhandled, skipped: 0 };
const notRun: SkippedTest[] = [];
for (const module of modules) {
  // A file that could not be loaded, or a suite whose set-up failed, has no failed tests.
  for (const group of [module, ...module.children.allSuites()]) {
    if (group.errors().length > 0) count.failed++;
  }
  for (const test of module.children.allTests()) {
    const result = test.result();
    if (result.state === 'passed') count.passed++;
    else if (result.state === 'failed') count.failed++;
    else {
      count.skipped++;
      const note = result.state === 'skipped' ? (result.note ?? null) : 'it was never started';
      notRun.push({ file: module.relativeModuleId, names: namesOf(test), note });
    }
  }
}

const suites = skippedSuites(notRun);
if (suites.length > 0) console.log('\nSkipped:');
for (const { file, name, tests, reason } of suites) {
  console.log(`  ${tests} × ${file} › ${name}\n      ${reason}`);
}

const { FRAMESIEVE_REQUIRE: required = '' } = process.env;
const missing = required
  .split(',')
  .filter(Boolean)
  .flatMap(requirement => requiredSuites(suites, requirement));
for (const { file, name, reason } of missing) {
  console.log(`\nRequired, but skipped: ${file} › ${name} (${reason})`);
}

const nothing = count.passed + count.failed === 0;
if (nothing) console.log('\nNo test ran.');
process.exitCode = count.failed > 0 || missing.length > 0 || nothing ? 1 : 0;
console.log(`\n${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);

function namesOf(test: TestCase): string[] {
  const names: string[] = [];
  for (let task: TestCase | TestCase['parent'] = test; task.type !== 'module'; task = task.parent) {
    names.unshift(task.name);
  }
  return names;
}
