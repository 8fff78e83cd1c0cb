import { availableParallelism } from 'node:os';
import { FrameSieveError, invalidArgument, messageOf } from '@framesieve/core';
import { toFloat16 } from '@framesieve/models';
import { describeRuntime } from './runtime/availability.ts';
import { chooseProvider } from './runtime/choose-provider.ts';
import { isOutOfMemory } from './runtime/out-of-memory.ts';
import type {
  FeedTensor,
  InputType,
  OnnxRuntime,
  OnnxSession,
  OutputTensor,
  ProviderChoice,
  TensorData,
} from './runtime/runtime.ts';
import { sharedRuntime } from './runtime/runtime-thread.ts';

/** A tensor that goes into a model; its element type is that of the array, or float16 where the model wants that of float32. */
export interface InputTensor {
  readonly data: TensorData;
  readonly dimensions: readonly number[];
}

/** How a model is loaded. */
export interface OpenModelOptions {
  /** `auto` (the default), `cpu`, or the name of an execution provider, with a number for one of several, e.g. `cuda:1`. */
  readonly device?: string;
  /** Threads that one call may use; `null` (the default) for as many as there are cores. */
  readonly threads?: number | null;
}

/** A loaded model. Calls are done one after another; disposing of it waits for those that are running. */
export interface OnnxModel extends AsyncDisposable {
  /** Version of the runtime. */
  readonly version: string;
  /** Where it runs: `cpu`, or the execution provider. It becomes `cpu` when the provider fails. */
  readonly device: string;
  /** Why it doesn't run on the device that was asked for; `null` when it does. It changes when the provider fails. */
  readonly warning: string | null;
  /**
   * Runs the model once. It computes in another thread, so that this one is free meanwhile. Inputs in shared memory are read
   * there; others are copied first.
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
 * way to a score, where the model has them as outputs. A provider that can't be had is replaced by the CPU, with a warning;
 * so is one that fails in a call, which is then done again.
 *
 * @param runtime the one that is installed, by default.
 * @throws FrameSieveError `metric-unavailable` when the runtime is not installed or refuses the model.
 */
export async function openModel(
  model: Uint8Array,
  options: OpenModelOptions = {},
  runtime: OnnxRuntime = sharedRuntime(),
): Promise<OnnxModel> {
  const { version, providers } = await describeRuntime(runtime);
  const threads = options.threads ?? availableParallelism();
  const open = (provider: ProviderChoice) => runtime.open(model, { provider, threads });
  const openOnCpu = () =>
    open({ name: 'cpu' }).catch((cause: unknown) => {
      throw new FrameSieveError({
        code: 'metric-unavailable',
        message: `ONNX Runtime refuses the model: ${messageOf(cause)}`,
        hint: 'Check the model with another tool, or export it again for a lower opset.',
        cause,
      });
    });
  const asked = options.device ?? 'auto';
  let place: { session: OnnxSession; device: string; warning: string | null };
  try {
    const provider = chooseProvider(asked, providers);
    const session = provider.name === 'cpu' ? await openOnCpu() : await open(provider);
    place = { session, device: provider.name, warning: null };
  } catch (cause) {
    if (FrameSieveError.isInstance(cause)) throw cause;
    const warning = `Device "${asked}" can't be used (${messageOf(cause)}); running on the CPU.`;
    place = { session: await openOnCpu(), device: 'cpu', warning };
  }

  let moving: Promise<OnnxSession> | null = null;
  /** Does a call again on the CPU, and stays there if it can be done there. */
  const runOnCpu = async (feeds: Record<string, FeedTensor>, outputs: readonly string[], cause: unknown) => {
    moving ??= openOnCpu();
    const session = await moving;
    const results = await session.run(feeds, outputs);
    if (place.session !== session) {
      const failed = place.session;
      const warning = `Device "${asked}" failed (${messageOf(cause)}); going on on the CPU.`;
      place = { session, device: 'cpu', warning };
      await failed.close().catch(() => {});
    }
    return results;
  };
  const run = async (feeds: Record<string, FeedTensor>, outputs: readonly string[]) => {
    const { session, device } = place;
    try {
      return await session.run(feeds, outputs);
    } catch (cause) {
      if (device === 'cpu' || isOutOfMemory(messageOf(cause))) throw failure(cause);
      return await runOnCpu(feeds, outputs, cause).catch((onCpu: unknown) => {
        throw failure(onCpu);
      });
    }
  };

  const running = new Set<Promise<unknown>>();
  let released = false;
  return {
    version,
    get device() {
      return place.device;
    },
    get warning() {
      return place.warning;
    },
    async run(inputs, outputs) {
      if (released) throw new FrameSieveError({ code: 'internal', message: 'The model was closed already.' });
      assertNames(place.session, Object.keys(inputs), outputs);
      const feeds = Object.entries(inputs).map(
        ([name, tensor]) => [name, feed(place.session.inputs.get(name) ?? null, tensor)] as const,
      );
      const call = run(Object.fromEntries(feeds), outputs);
      running.add(call);
      const results = await call.finally(() => running.delete(call));
      // Each of the names is there.
      return results as Record<(typeof outputs)[number], OutputTensor>;
    },
    async [Symbol.asyncDispose]() {
      if (released) return;
      released = true;
      await Promise.allSettled(running);
      await place.session.close();
      const other = await moving?.catch(() => null);
      if (other && other !== place.session) await other.close();
    },
  };
}

function failure(cause: unknown): FrameSieveError {
  return new FrameSieveError({
    code: 'score-failed',
    message: `ONNX Runtime failed: ${messageOf(cause)}`,
    hint: 'Check that the sizes and element types of the inputs are those that the model takes.',
    cause,
  });
}

function assertNames(
  { inputs, outputs }: OnnxSession,
  given: readonly string[],
  wanted: readonly string[],
): void {
  const list = (names: Iterable<string>) => [...names].map(name => `"${name}"`).join(', ');
  if (given.length !== inputs.size || !given.every(name => inputs.has(name)))
    throw invalidArgument('inputs', `the inputs of the model: ${list(inputs.keys())}`, given.join(', '));
  if (!wanted.every(name => outputs.includes(name)))
    throw invalidArgument('outputs', `outputs of the model: ${list(outputs)}`, wanted.join(', '));
}

function feed(wanted: string | null, { data, dimensions }: InputTensor): FeedTensor {
  if (wanted === 'float16' && data instanceof Float32Array)
    return { type: 'float16', data: toFloat16(data), dimensions };
  return { type: typeOf(data), data, dimensions };
}

function typeOf(data: TensorData): InputType {
  if (data instanceof Uint8Array) return 'uint8';
  if (data instanceof Uint16Array) return 'uint16';
  if (data instanceof Float32Array) return 'float32';
  return data instanceof Float64Array ? 'float64' : 'int64';
}
