import { LineReporter } from './lines.ts';
import type { Reporter, Verbosity } from './reporter.ts';

/** The reporter for a stream: a bar on a terminal, lines elsewhere, nothing when it should be quiet. */
export async function createReporter(stream: NodeJS.WriteStream, verbosity: Verbosity): Promise<Reporter> {
  // A terminal that can't move its cursor, or has no height (as in some containers), gets lines too.
  if (verbosity === 'quiet' || !stream.isTTY || stream.rows === 0 || process.env.TERM === 'dumb')
    return new LineReporter(text => stream.write(text), verbosity);
  const { TerminalReporter } = await import('./terminal.ts');
  return new TerminalReporter(stream, verbosity);
}
