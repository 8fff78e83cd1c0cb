import { type Availability, FrameSieveError, messageOf } from '@framesieve/core';
import type { InferenceSession } from 'onnxruntime-node';

/** A tensor as it goes into a model or comes out of it. */
export interface TensorData {
  readonly data: Uint8Array | Float32Array;
  readonly dimensions: readonly number[];
}

/** How a model is loaded. */
export interface RuntimeOptions {
  /** `auto`, `cpu`, or the name of an execution provider. */
  readonly device: string;
  /** Threads that one call may use; `null` for as many as there are cores. */
  readonly threads: number | null;
}

/** A loaded model with one input and, as far as it matters, one output. */
export interface Runtime extends AsyncDisposable {
  /** Version of the runtime. */
  readonly version: string;
  /** Where it runs: `cpu`, or the execution provider. */
  readonly device: string;
  /** Why it doesn't run on the device that was asked for; `null` when it does. */
  readonly warning: string | null;
  /** The output has to be float32. */
  run(inputName: string, input: TensorData, outputName: string): Promise<TensorData>;
}

/**
 * Loads a model into ONNX Runtime: the only place that knows it. A provider that can't be had is replaced by the CPU,
 * with a warning.
 *
 * @throws FrameSieveError `metric-unavailable` when the runtime is not installed or refuses the model.
 */
export async function loadRuntime(model: Uint8Array, options: RuntimeOptions): Promise<Runtime> {
  const ort = await importRuntime();
  const open = (providers: readonly string[]): Promise<InferenceSession> =>
    ort.InferenceSession.create(model, {
      executionProviders: providers,
      // Warnings of the runtime would go to the console; its errors are thrown.
      logSeverityLevel: 3,
      ...(options.threads === null ? {} : { intraOpNumThreads: options.threads }),
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
  const wanted = options.device === 'auto' ? 'cpu' : options.device;
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
    async run(inputName, { data, dimensions }, outputName) {
      if (released) throw new FrameSieveError({ code: 'internal', message: 'The model was closed already.' });
      const tensor =
        data instanceof Uint8Array
          ? new ort.Tensor('uint8', data, dimensions)
          : new ort.Tensor('float32', data, dimensions);
      const run = session.run({ [inputName]: tensor }, [outputName]);
      running.add(run);
      const results = await run.finally(() => running.delete(run));
      const output = results[outputName]!;
      return { data: output.data as Float32Array, dimensions: output.dims };
    },
    async [Symbol.asyncDispose]() {
      if (released) return;
      released = true;
      await Promise.allSettled(running);
      await session.release();
    },
  };
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
