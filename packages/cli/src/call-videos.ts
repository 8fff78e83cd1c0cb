import type { Invocation } from './invocation.ts';
import { printDocument, printError } from './output.ts';
import { printable } from './printable.ts';
import { processVideos, type VideoCommand } from './process-videos.ts';
import { createReporter } from './progress/create-reporter.ts';
import { readSettings } from './read-settings.ts';
import { exitCodeOf } from './reported-error.ts';
import { summarize, summarizeProblems } from './summary.ts';

/** Does a command on videos, shows its progress on stderr and its outcome on stdout. */
export async function callVideos(command: VideoCommand, invocation: Invocation): Promise<number> {
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
  else if (verbosity === 'quiet') print(process.stderr, summarizeProblems(report));
  else print(process.stdout, summarize(report));
  if (report.error) printError(error, verbosity);
  return exitCodeOf(report);
}

function print(stream: NodeJS.WriteStream, text: string): void {
  if (text !== '') stream.write(`${printable(text)}\n`);
}
