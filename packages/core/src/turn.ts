import { setImmediate } from 'node:timers/promises';

/**
 * Lets what waits elsewhere in the process go on. To be awaited between things that keep it busy for long, such as loading code
 * while a video is being opened.
 */
export async function turn(): Promise<void> {
  await setImmediate();
}
