import { parentPort, workerData } from 'node:worker_threads';
import type { InferenceSession, OnnxValue, Tensor } from 'onnxruntime-node';
import { fromFloat16 } from '../from-float16.ts';
import { ExitGuard } from './exit-guard.ts';
import type { RuntimeJob, RuntimeReply, RuntimeRequest, RuntimeResults } from './messages.ts';
import type { FeedTensor, OutputTensor, TensorData } from './runtime.ts';
import { sessionOptions } from './session-options.ts';

// The thread that ONNX Runtime lives in: its calls block the thread that makes them until they are done. Together with
// session-options.ts, this is the only file that knows the runtime.

interface LoadedSession {
  readonly session: InferenceSession;
  /** Memory that inputs are copied to, by name: the runtime takes no shared memory. It is used again for the same size. */
  readonly copies: Map<string, TensorData>;
}

const port = parentPort!;
const guard = new ExitGuard(workerData as Int32Array<SharedArrayBuffer>);
const sessions = new Map<number, LoadedSession>();
let lastSession = 0;
let last = Promise.resolve();

port.on('message', (job: RuntimeJob) => {
  last = last.then(() => answer(job));
});

async function answer({ job, request }: RuntimeJob): Promise<void> {
  if (!guard.enter()) return;
  try {
    port.postMessage({ job, result: await work(request) } satisfies RuntimeReply);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    port.postMessage({ job, error: message.trim() } satisfies RuntimeReply);
  } finally {
    guard.leave();
  }
}

async function work(request: RuntimeRequest): Promise<RuntimeResults[keyof RuntimeResults]> {
  const ort = await import('onnxruntime-node');
  // What it has to say would go to the console; its errors are thrown besides.
  ort.env.logLevel = 'fatal';
  switch (request.kind) {
    case 'describe':
      return {
        version: ort.env.versions.node ?? ort.env.versions.common,
        providers: ort.listSupportedBackends().map(({ name }) => name),
      };
    case 'open': {
      const session = await ort.InferenceSession.create(request.model, sessionOptions(request.settings));
      lastSession += 1;
      sessions.set(lastSession, { session, copies: new Map() });
      const inputs = session.inputMetadata.map(
        input => [input.name, input.isTensor ? input.type : null] as const,
      );
      return { session: lastSession, inputs: new Map(inputs), outputs: session.outputNames };
    }
    case 'run': {
      const { session, copies } = sessions.get(request.session)!;
      const feeds = Object.entries(request.inputs).map(
        ([name, tensor]) => [name, feed(ort, tensor, plain(copies, name, tensor.data))] as const,
      );
      const results = await session.run(Object.fromEntries(feeds), request.outputs);
      return Object.fromEntries(request.outputs.map(name => [name, readTensor(name, results[name]!)]));
    }
    case 'close': {
      const loaded = sessions.get(request.session);
      sessions.delete(request.session);
      await loaded?.session.release();
      return null;
    }
  }
}

function plain(copies: Map<string, TensorData>, name: string, data: TensorData): TensorData {
  if (data.buffer instanceof ArrayBuffer) return data;
  const known = copies.get(name);
  if (known?.constructor !== data.constructor || known.length !== data.length) {
    const copy = data.slice();
    copies.set(name, copy);
    return copy;
  }
  // Both are of the same kind, which can't be told for the union.
  (known as Uint8Array).set(data as Uint8Array);
  return known;
}

/**
 * Since Node.js has `Float16Array`, the runtime's own class makes one of a float16 tensor's data, whose length its binding
 * takes for 0 (microsoft/onnxruntime#32323). The binding itself reads a plain object, with bits.
 */
function feed(
  ort: typeof import('onnxruntime-node'),
  { type, dimensions }: FeedTensor,
  data: TensorData,
): Tensor {
  if (type !== 'float16') return new ort.Tensor(data, dimensions);
  const tensor = { type, data, dims: dimensions, location: 'cpu' };
  // It has the fields that are read, but not the methods.
  return tensor as unknown as Tensor;
}

function readTensor(name: string, { type, data, dims }: OnnxValue): OutputTensor {
  if (data instanceof Float32Array || data instanceof Float64Array || data instanceof BigInt64Array)
    return { data, dimensions: dims };
  // Bits in a Uint16Array or, where Node.js has it, a Float16Array.
  if (type === 'float16' && ArrayBuffer.isView(data))
    return {
      data: fromFloat16(new Uint16Array(data.buffer, data.byteOffset, data.length)),
      dimensions: dims,
    };
  throw new Error(
    `The model's output "${name}" is ${type}; float16, float32, float64 and int64 are read. Add a Cast behind it.`,
  );
}
