import { interruption } from './reported-error.ts';

/**
 * Ends the call on the first SIGINT or SIGTERM, in good order; the second one ends the process at once.
 *
 * @param resume whether the same command would go on from there.
 */
export function listenForInterrupts(resume: boolean): { readonly signal: AbortSignal; close(): void } {
  const controller = new AbortController();
  const close = () => {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  };
  const interrupt = () => {
    close();
    process.stderr.write('Ending … (interrupt again to end at once)\n');
    controller.abort(interruption(resume));
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return { signal: controller.signal, close };
}
