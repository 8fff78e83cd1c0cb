import { readFileSync } from 'node:fs';
import { sharedFolder } from '@framesieve/testkit/shared';

/** A test that did not run. */
export interface SkippedTest {
  /** Path of its file, from the repository's root. */
  readonly file: string;
  /** Names of its suites and its own, outermost first. */
  readonly names: readonly string[];
  /** What it said itself when it skipped. */
  readonly note: string | null;
}

/** Tests of a suite that did not run for the same reason. */
export interface SkippedSuite {
  readonly file: string;
  readonly name: string;
  readonly tests: number;
  readonly reason: string;
}

const unknown = 'its file does not say why';

// Conditions under which tests skip without saying why, and what their files then contain.
const conditions = [
  {
    holds: () => sharedFolder() === null,
    source: /testkit\/shared|sharedFolder|referenceFolder|openReference/,
    reason: 'there is no folder with real clips and reference data (FRAMESIEVE_SHARED, or ../shared)',
  },
  {
    holds: () => process.getuid?.() === 0,
    source: /getuid/,
    reason: 'root may read and write everything',
  },
  { holds: () => process.platform === 'win32', source: /win32/, reason: 'it needs a POSIX system' },
] as const;

/** Groups tests that did not run by outermost suite and reason; `read` gives the source of a test file. */
export function skippedSuites(
  tests: readonly SkippedTest[],
  read: (file: string) => string = file => readFileSync(file, 'utf8'),
): readonly SkippedSuite[] {
  const suites = new Map<string, SkippedSuite>();
  for (const { file, names, note } of tests) {
    const reason = note ?? statedReason(names) ?? conditionOf(read(file)) ?? unknown;
    const name = names[0]!;
    const key = JSON.stringify([file, name, reason]);
    suites.set(key, { file, name, reason, tests: (suites.get(key)?.tests ?? 0) + 1 });
  }
  return [...suites.values()];
}

/** Titles may say `(skipped: why)`. */
function statedReason(names: readonly string[]): string | null {
  return /\bskipped: ([^)]+)/.exec(names.join(' '))?.[1] ?? null;
}

function conditionOf(source: string): string | null {
  return conditions.find(condition => condition.source.test(source) && condition.holds())?.reason ?? null;
}

/** The suites among the skipped that a requirement, e.g. `ffmpeg`, does not allow to be skipped. */
export function requiredSuites(
  suites: readonly SkippedSuite[],
  requirement: string,
): readonly SkippedSuite[] {
  return suites.filter(({ file, name, reason }) =>
    (reason === unknown ? `${file} ${name}` : reason).toLowerCase().includes(requirement.toLowerCase()),
  );
}
