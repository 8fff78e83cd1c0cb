import { FrameSieveError, messageOf } from '@framesieve/core';
import { installOpenCv } from './install-opencv.ts';

/**
 * The command `framesieve-install-opencv`: what it does goes to standard error, the compiled module's path to standard
 * output.
 *
 * @returns the exit code.
 */
export async function main(): Promise<number> {
  const say = (text: string) => process.stderr.write(`${text}\n`);
  const controller = new AbortController();
  const stop = () => controller.abort(new Error('Interrupted; nothing was installed.'));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, stop);
  try {
    process.stdout.write(`${await installOpenCv({ say, signal: controller.signal })}\n`);
    return 0;
  } catch (error) {
    say(messageOf(error));
    if (FrameSieveError.isInstance(error) && error.hint !== null) say(`  ${error.hint}`);
    return 1;
  }
}
