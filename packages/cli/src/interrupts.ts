import type { FrameSieveError } from '@framesieve/core';

/**
 * Ends the call on the first SIGINT or SIGTERM, in good order; the second one ends the process at once.
 *
 * @param reason the error that the call then ends with.
 */
export function listenForInterrupts(reason: () => FrameSieveError): {
  readonly signal: AbortSignal;
  close(): void;
} {
  const controller = new AbortController();
  const close = () => {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  };
  const interrupt = () => {
    close();
    process.stderr.write('Ending … (interrupt again to end at once)\n');
    controller.abort(reason());
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return { signal: controller.signal, close };
}
