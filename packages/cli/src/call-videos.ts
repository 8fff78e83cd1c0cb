import type { Invocation } from './invocation.ts';
import type { SieveReport } from './json-document.ts';
import { printDocument, printError } from './output.ts';
import { printable } from './printable.ts';
import { processVideos, type VideoCommand } from './process-videos.ts';
import { createReporter } from './progress/create-reporter.ts';
import { readSettings } from './read-settings.ts';
import { exitCodeOf } from './reported-error.ts';

/**
 * Does a command on videos, shows its progress on stderr and its outcome on stdout.
 *
 * @param describe says what came of it; a text that is safe to show on a terminal.
 */
export async function callVideos(
  command: VideoCommand,
  invocation: Invocation,
  describe = summary,
): Promise<number> {
  const { cwd, signal, json, verbosity, values } = invocation;
  const settings = await readSettings(invocation);
  const reporter = await createReporter(process.stderr, verbosity);
  const start = performance.now();
  const { report, error } = await processVideos(command, {
    inputs: invocation.arguments,
    settings,
    plugins: [],
    resume: values.resume !== false,
    cwd,
    signal,
    emit: event => reporter.onEvent(event),
  });
  const seconds = (performance.now() - start) / 1000;
  reporter.close();
  if (json) printDocument(report);
  else if (verbosity === 'quiet') print(process.stderr, await problems(report));
  else print(process.stdout, await describe(report, seconds));
  if (report.error) printError(error, verbosity);
  return exitCodeOf(report);
}

async function summary(report: SieveReport, seconds: number): Promise<string> {
  const { summarize } = await import('./summary.ts');
  return printable(summarize(report, seconds));
}

async function problems(report: SieveReport): Promise<string> {
  const { summarizeProblems } = await import('./summary.ts');
  return printable(summarizeProblems(report));
}

function print(stream: NodeJS.WriteStream, text: string): void {
  if (text !== '') stream.write(`${text}\n`);
}
