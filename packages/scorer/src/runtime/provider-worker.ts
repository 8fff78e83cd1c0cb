/**
 * Opens and runs a tiny model on an execution provider, and writes whether that worked to stdout. A process of its own for
 * `providerStates()`.
 *
 *     node provider-worker.ts NAME
 */
import { sessionOptions } from './session-options.ts';

/** y = x + x for one number. */
const model = Buffer.from(
  'CAgSCmZyYW1lc2lldmUaADpSChIKAXgKAXgSBWFkZF8wIgNBZGQKFAoFYWRkXzASAXkiCElkZW50aXR5EgJmc1oQCgF4EgsKCQgBEgUKAxIBTmIQCgF5EgsKCQgBEgUKAxIBTkIECgAQDQ==',
  'base64',
);

const [name = 'cpu'] = process.argv.slice(2);
const answer = await probe().then(
  () => ({ usable: true, reason: null }),
  (error: unknown) => ({ usable: false, reason: firstLine(error) }),
);
process.stdout.write(`\n${JSON.stringify(answer)}\n`);

async function probe(): Promise<void> {
  const ort = await import('onnxruntime-node');
  ort.env.logLevel = 'fatal';
  const session = await ort.InferenceSession.create(
    model,
    sessionOptions({ provider: { name }, threads: 1 }),
  );
  const { y } = await session.run({ x: new ort.Tensor(Float32Array.of(2), [1]) });
  if (y?.data[0] !== 4) throw new Error(`it computed ${y?.data[0]} instead of 4`);
  await session.release();
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.trim().split('\n', 1)[0]!;
}
