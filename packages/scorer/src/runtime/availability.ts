import { type Availability, FrameSieveError, messageOf } from '@framesieve/core';
import type { OnnxRuntime, RuntimeDescription } from './runtime.ts';
import { sharedRuntime } from './runtime-thread.ts';

/**
 * Loads the runtime and says what it is.
 *
 * @throws FrameSieveError `metric-unavailable` when it can't be loaded.
 */
export async function describeRuntime(runtime: OnnxRuntime = sharedRuntime()): Promise<RuntimeDescription> {
  try {
    return await runtime.describe();
  } catch (cause) {
    throw new FrameSieveError({
      code: 'metric-unavailable',
      message: `ONNX Runtime can't be loaded: ${messageOf(cause)}`,
      hint: 'Install onnxruntime-node for this platform; it has binaries for Linux, macOS and Windows on x64 and arm64.',
      cause,
    });
  }
}

/** Whether ONNX Runtime can be used on this machine: what a metric that is an ONNX file answers when asked if it is available. */
export async function onnxAvailability(): Promise<Availability> {
  try {
    return { available: true, version: `ONNX Runtime ${(await describeRuntime()).version}` };
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
  return (await describeRuntime()).providers;
}
