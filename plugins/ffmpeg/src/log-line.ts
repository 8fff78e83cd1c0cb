import { withoutCredentials } from '@framesieve/core';

/** One line of ffmpeg's log, printed with `-loglevel level+…`. */
export interface LogLine {
  /** Who speaks, e.g. `h264`, `Parsed_showinfo_0`; empty for the command itself. The innermost, where there are several. */
  readonly source: string;
  readonly level: string;
  readonly message: string;
}

const form = /^((?:\[[^\]]* @ [^\]]*\] ?)*)\[(panic|fatal|error|warning|info|verbose|debug|trace)\] (.*)$/;
const context = /\[([^\]]*) @ [^\]]*\] ?$/;

/** Takes a line apart. A line without a level is the continuation of another: it has the level `info`. */
export function parseLogLine(line: string): LogLine {
  const match = form.exec(line);
  if (!match) return { source: '', level: 'info', message: line };
  const [, contexts, level, message] = match;
  const source = context.exec(contexts!)?.[1] ?? '';
  // Some decoders speak without saying who they are.
  return { source: source === 'NULL' ? '' : source, level: level!, message: message! };
}

/** Whether a line tells of an error. */
export function isError({ level }: LogLine): boolean {
  return level === 'error' || level === 'fatal' || level === 'panic';
}

/** The line as it is shown to people: without places in memory, and without passwords. */
export function describeLogLine({ source, message }: LogLine): string {
  const text = withoutCredentials(message.trim());
  return source === '' ? text : `${source}: ${text}`;
}
