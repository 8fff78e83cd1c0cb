/** A thread that measures a picture in a shared memory again and again: tests start several at once. */
import { parentPort, workerData } from 'node:worker_threads';
import { NssKernel } from '../src/kernel/nss-kernel.ts';
import { brisqueOpencvRules, brisqueUtliveRules, niqeRules } from '../src/kernel/nss-rules.ts';

const { memory, byteOffset, layout, format, area, rounds } = workerData;
const kernel = await NssKernel.create(memory);
const results: Float64Array[] = [];
for (let round = 0; round < rounds; round++) {
  const bytes = new Uint8Array(memory.buffer, byteOffset, layout.byteLength);
  const rules = [niqeRules, brisqueUtliveRules, brisqueOpencvRules][round % 3]!;
  results.push(kernel.measure({ kind: 'planes', bytes, layout, format, area }, rules).features);
}
parentPort!.postMessage(results);
