import { type Availability, FrameSieveError, invalidArgument, messageOf } from '@framesieve/core';
import { toFloat16 } from '@framesieve/models';
import type { InferenceSession, OnnxValue, Tensor } from 'onnxruntime-node';
import { fromFloat16 } from './from-float16.ts';

/** A tensor that goes into a model; its element type is that of the array, or float16 where the model wants that of float32. */
export interface InputTensor {
  readonly data: Uint8Array | Uint16Array | Float32Array | Float64Array | BigInt64Array;
  readonly dimensions: readonly number[];
}

/** A tensor that came out of a model; float16 is given as float32. */
export interface OutputTensor {
  readonly data: Float32Array | Float64Array | BigInt64Array;
  readonly dimensions: readonly number[];
}

/** How a model is loaded. */
export interface OpenModelOptions {
  /** `auto` (the default), `cpu`, or the name of an execution provider. */
  readonly device?: string;
  /** Threads that one call may use; `null` (the default) for as many as there are cores. */
  readonly threads?: number | null;
}

/** A loaded model. Disposing of it waits for the calls that are running. */
export interface OnnxModel extends AsyncDisposable {
  /** Version of the runtime. */
  readonly version: string;
  /** Where it runs: `cpu`, or the execution provider. */
  readonly device: string;
  /** Why it doesn't run on the device that was asked for; `null` when it does. */
  readonly warning: string | null;
  /**
   * Runs the model once.
   *
   * @param inputs one tensor for each input, by name. Their memory must not change until the call ends.
   * @param outputs names of the outputs to compute: float16, float32, float64 or int64.
   * @throws FrameSieveError `usage` for a name that the model doesn't have or an input left out, `score-failed` when the
   *   runtime refuses the tensors or fails, or an output has another type.
   */
  run<Name extends string>(
    inputs: Readonly<Record<string, InputTensor>>,
    outputs: readonly Name[],
  ): Promise<Readonly<Record<Name, OutputTensor>>>;
}

/**
 * Loads a model into ONNX Runtime, as it is: no metadata is read. Tensors go in and come out by name, also features on the
 * way to a score, where the model has them as outputs. A provider that can't be had is replaced by the CPU, with a warning.
 *
 * This file is the only place that knows the runtime.
 *
 * @throws FrameSieveError `metric-unavailable` when the runtime is not installed or refuses the model.
 */
export async function openModel(
  model: Uint8Array,
  { device: asked = 'auto', threads = null }: OpenModelOptions = {},
): Promise<OnnxModel> {
  const ort = await importRuntime();
  const open = (providers: readonly string[]): Promise<InferenceSession> =>
    ort.InferenceSession.create(model, {
      executionProviders: providers,
      // What the runtime has to say would go to the console; its errors are thrown besides.
      logSeverityLevel: 4,
      // Its threads would keep cores busy while they wait, and those are the cores that decode the next frames.
      extra: { session: { intra_op: { allow_spinning: '0' } } },
      ...(threads === null ? {} : { intraOpNumThreads: threads }),
    });
  const openOnCpu = () =>
    open(['cpu']).catch(cause => {
      throw new FrameSieveError({
        code: 'metric-unavailable',
        message: `ONNX Runtime refuses the model: ${messageOf(cause)}`,
        hint: 'Check the model with another tool, or export it again for a lower opset.',
        cause,
      });
    });
  // `auto` is the CPU for as long as no metric gains from anything else.
  const wanted = asked === 'auto' ? 'cpu' : asked;
  const openOrFallBack = async () => {
    if (wanted === 'cpu') return { session: await openOnCpu(), device: 'cpu', warning: null };
    try {
      // An unknown provider would be dropped with a message on the console only.
      const known = ort.listSupportedBackends().map(({ name }) => name);
      if (!known.includes(wanted)) throw new Error(`ONNX Runtime has ${known.join(', ')} here`);
      return { session: await open([wanted, 'cpu']), device: wanted, warning: null };
    } catch (cause) {
      const warning = `Device "${wanted}" can't be used (${messageOf(cause).trim()}); running on the CPU.`;
      return { session: await openOnCpu(), device: 'cpu', warning };
    }
  };
  const { session, device, warning } = await openOrFallBack();
  const running = new Set<Promise<unknown>>();
  let released = false;
  return {
    version: versionOf(ort),
    device,
    warning,
    async run(inputs, outputs) {
      if (released) throw new FrameSieveError({ code: 'internal', message: 'The model was closed already.' });
      assertNames(session, Object.keys(inputs), outputs);
      const run = runSession(ort, session, inputs, outputs);
      running.add(run);
      const results = await run.finally(() => running.delete(run));
      const read = outputs.map(name => [name, readTensor(name, results[name]!)] as const);
      // Each of the names is there, which fromEntries() forgets.
      return Object.fromEntries(read) as Record<(typeof outputs)[number], OutputTensor>;
    },
    async [Symbol.asyncDispose]() {
      if (released) return;
      released = true;
      await Promise.allSettled(running);
      await session.release();
    },
  };
}

function assertNames(session: InferenceSession, inputs: readonly string[], outputs: readonly string[]): void {
  const list = (names: readonly string[]) => names.map(name => `"${name}"`).join(', ');
  const complete = inputs.length === session.inputNames.length;
  if (!complete || !inputs.every(name => session.inputNames.includes(name)))
    throw invalidArgument(
      'inputs',
      `the inputs of the model: ${list(session.inputNames)}`,
      inputs.join(', '),
    );
  if (!outputs.every(name => session.outputNames.includes(name)))
    throw invalidArgument(
      'outputs',
      `outputs of the model: ${list(session.outputNames)}`,
      outputs.join(', '),
    );
}

async function runSession(
  ort: typeof import('onnxruntime-node'),
  session: InferenceSession,
  inputs: Readonly<Record<string, InputTensor>>,
  outputs: readonly string[],
): Promise<InferenceSession.ReturnType> {
  const halfInputs = session.inputMetadata
    .filter(input => input.isTensor && input.type === 'float16')
    .map(({ name }) => name);
  const tensorOf = (name: string, { data, dimensions }: InputTensor) =>
    halfInputs.includes(name) && data instanceof Float32Array
      ? halfTensor(data, dimensions)
      : plainTensor(ort, data, dimensions);
  try {
    const feeds = Object.entries(inputs).map(([name, tensor]) => [name, tensorOf(name, tensor)] as const);
    return await session.run(Object.fromEntries(feeds), outputs);
  } catch (cause) {
    throw new FrameSieveError({
      code: 'score-failed',
      message: `ONNX Runtime failed: ${messageOf(cause).trim()}`,
      hint: 'Check that the sizes and element types of the inputs are those that the model takes.',
      cause,
    });
  }
}

function plainTensor(
  ort: typeof import('onnxruntime-node'),
  data: InputTensor['data'],
  dimensions: readonly number[],
): Tensor {
  // The runtime takes no shared memory.
  const plain = data.buffer instanceof ArrayBuffer ? data : data.slice();
  return new ort.Tensor(plain, dimensions);
}

/**
 * Since Node.js has `Float16Array`, the runtime's own class makes one of a float16 tensor's data, whose length its binding
 * takes for 0 (microsoft/onnxruntime#32323). The binding itself reads a plain object, with bits.
 */
function halfTensor(data: Float32Array, dimensions: readonly number[]): Tensor {
  const tensor = { type: 'float16', data: toFloat16(data), dims: dimensions, location: 'cpu' };
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
  throw new FrameSieveError({
    code: 'score-failed',
    message: `The model's output "${name}" is ${type}; float16, float32, float64 and int64 are read.`,
    hint: 'Add a Cast behind it.',
  });
}

/** Whether ONNX Runtime can be used on this machine: what a metric that is an ONNX file answers when asked if it is available. */
export async function onnxAvailability(): Promise<Availability> {
  try {
    return { available: true, version: `ONNX Runtime ${versionOf(await importRuntime())}` };
  } catch (error) {
    const hint = (FrameSieveError.isInstance(error) ? error.hint : null) ?? 'Install onnxruntime-node.';
    return { available: false, reason: messageOf(error), hint };
  }
}

/**
 * The execution providers that ONNX Runtime brings along for this machine, e.g. `cpu`, `cuda`; the values of `device`.
 *
 * @throws FrameSieveError `metric-unavailable` when the runtime can't be loaded.
 */
export async function onnxProviders(): Promise<readonly string[]> {
  return (await importRuntime()).listSupportedBackends().map(({ name }) => name);
}

// Loaded at first use: it takes some tenths of a second, and its binary may be missing.
async function importRuntime(): Promise<typeof import('onnxruntime-node')> {
  // Since 1.30 the runtime keeps usage data under the home folder and uploads it, unless it is told not to when it loads.
  process.env.ORT_DISABLE_TELEMETRY ??= '1';
  try {
    return await import('onnxruntime-node');
  } catch (cause) {
    throw new FrameSieveError({
      code: 'metric-unavailable',
      message: `ONNX Runtime can't be loaded: ${messageOf(cause)}`,
      hint: 'Install onnxruntime-node for this platform; it has binaries for Linux, macOS and Windows on x64 and arm64.',
      cause,
    });
  }
}

function versionOf({ env }: typeof import('onnxruntime-node')): string {
  return env.versions.node ?? env.versions.common;
}
