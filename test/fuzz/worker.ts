/** Checks the cases that its parent sends, one by one, and says of each when it begins and what it came to. */
import type { FuzzCase } from './cases.ts';
import { type CaseResult, checkCase } from './check-case.ts';

/** What a worker tells. */
export interface WorkerMessage {
  readonly result: CaseResult;
  /** Most memory that the process has had so far, in bytes. */
  readonly peakBytes: number;
}

const unhandled: string[] = [];
process.on('unhandledRejection', reason => unhandled.push(`Unhandled rejection: ${String(reason)}`));

process.on('message', async (fuzzCase: FuzzCase) => {
  const result = await checkCase(fuzzCase);
  // A rejection that nobody handles shows one turn later.
  await new Promise(resolve => setImmediate(resolve));
  const violations = [...result.violations, ...unhandled.splice(0)];
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  process.send?.({ result: { ...result, violations }, peakBytes } satisfies WorkerMessage);
});
