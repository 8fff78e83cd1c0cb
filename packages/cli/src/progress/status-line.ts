import { printable } from '../printable.ts';
import type { Verbosity } from './reporter.ts';

const secondsBetweenLines = 5;
const millisecondsBetweenFrames = 100;

/** One line that says how far something is. */
export interface StatusLine {
  /** Shows how far it is now, unless it was shown a moment ago; the text is only made when it is shown. */
  show(text: () => string): void;
  /** Says what begins now. */
  note(text: string): void;
  /** Takes away what is drawn over. */
  clear(): void;
}

/** A line that is drawn over itself on a terminal, plain lines every few seconds elsewhere, nothing when quiet. */
export async function createStatusLine(
  stream: NodeJS.WriteStream,
  verbosity: Verbosity,
): Promise<StatusLine> {
  if (verbosity === 'quiet') return { show() {}, note() {}, clear() {} };
  const write = (text: string) => stream.write(`${printable(text)}\n`);
  if (!stream.isTTY) return { show: seldom(secondsBetweenLines * 1000, write), note: write, clear() {} };
  const { createLogUpdate } = await import('log-update');
  const update = createLogUpdate(stream, { showCursor: true });
  const draw = (text: string) => update(printable(text));
  return { show: seldom(millisecondsBetweenFrames, draw), note: draw, clear: () => update.clear() };
}

function seldom(milliseconds: number, write: (text: string) => void): StatusLine['show'] {
  let last = performance.now();
  return text => {
    const now = performance.now();
    if (now - last < milliseconds) return;
    last = now;
    write(text());
  };
}
