import type { Invocation } from './invocation.ts';
import type { SieveReport } from './json-document.ts';
import { printDocument, printError } from './output.ts';
import { printable } from './printable.ts';
import { processVideos, type VideoCommand } from './process-videos.ts';
import { createReporter } from './progress/create-reporter.ts';
import { readSettings } from './read-settings.ts';
import { exitCodeOf } from './reported-error.ts';
import { summarize, summarizeProblems } from './summary.ts';

/**
 * Does a command on videos, shows its progress on stderr and its outcome on stdout.
 *
 * @param describe says what came of it; a text that is safe to show on a terminal.
 */
export async function callVideos(
  command: VideoCommand,
  invocation: Invocation,
  describe = (report: SieveReport) => printable(summarize(report)),
): Promise<number> {
  const { cwd, signal, json, verbosity, values } = invocation;
  const settings = await readSettings(invocation);
  const reporter = await createReporter(process.stderr, verbosity);
  const { report, error } = await processVideos(command, {
    inputs: invocation.arguments,
    settings,
    plugins: [],
    resume: values.resume !== false,
    cwd,
    signal,
    emit: event => reporter.onEvent(event),
  });
  reporter.close();
  if (json) printDocument(report);
  else if (verbosity === 'quiet') print(process.stderr, printable(summarizeProblems(report)));
  else print(process.stdout, describe(report));
  if (report.error) printError(error, verbosity);
  return exitCodeOf(report);
}

function print(stream: NodeJS.WriteStream, text: string): void {
  if (text !== '') stream.write(`${text}\n`);
}
