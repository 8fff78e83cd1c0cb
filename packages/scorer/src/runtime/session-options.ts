import type { InferenceSession } from 'onnxruntime-node';
import type { SessionSettings } from './runtime.ts';

/**
 * Options of a session.
 *
 * One operator runs at a time, on all threads that the session may use: pictures are large enough for that, and operators
 * side by side would take memory for the same time. The arena and the memory pattern stay on: with frames of one size, each
 * call finds the memory of the one before (measured with a small MUSIQ at 1080p: 0.65 s; 0.8 s without the pattern, 0.87 s
 * without the arena).
 */
export function sessionOptions({ provider, threads }: SessionSettings): InferenceSession.SessionOptions {
  return {
    executionProviders: provider.name === 'cpu' ? ['cpu'] : [provider, 'cpu'],
    graphOptimizationLevel: 'all',
    executionMode: 'sequential',
    interOpNumThreads: 1,
    intraOpNumThreads: threads,
    enableCpuMemArena: true,
    enableMemPattern: true,
    logSeverityLevel: 4,
    // Between two operators, threads that are kept busy go on sooner; between two calls, those cores decode the next frames.
    extra: { session: { force_spinning_stop: '1' } },
  };
}
