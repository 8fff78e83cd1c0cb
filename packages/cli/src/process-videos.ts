import type { StageContext } from '@framesieve/core';
import { display, expandInputs, type Input } from './inputs.ts';
import type { ReportedError, SieveReport, VideoReport } from './json-document.ts';
import { stackOf } from './output.ts';
import { reportedError } from './reported-error.ts';
import { type Call, openSession, type Session } from './session.ts';

/** The outcome of a call: its document, and what was thrown when it failed as a whole. */
export interface Outcome {
  readonly report: SieveReport;
  readonly error: unknown;
}

/** One video that is being worked on. `report` is filled in as things become known. */
export interface VideoTask {
  readonly session: Session;
  readonly context: StageContext;
  readonly path: string;
  readonly report: VideoReport;
  warn(message: string): void;
}

/** What a call does with each video. */
interface VideoWork extends AsyncDisposable {
  run(task: VideoTask): Promise<void>;
}

/** What a call is. */
export interface VideoCommand {
  readonly name: SieveReport['command'];
  readonly database: 'create' | 'existing';
  /** Prepares what all videos need, e.g. loads the models. */
  open(session: Session): Promise<VideoWork>;
}

/** Does a call's work on each of its inputs. One that fails does not stop the others. Never throws. */
export async function processVideos(command: VideoCommand, call: Call): Promise<Outcome> {
  const videos: VideoReport[] = [];
  const document = (error: ReportedError | null): SieveReport => {
    return { version: 1, command: command.name, error, warnings: [], videos };
  };
  try {
    await using session = await openSession(call, command.database);
    await using work = await command.open(session);
    const inputs = await expandInputs(call.inputs, call.cwd);
    for (const [index, input] of inputs.entries()) {
      call.signal.throwIfAborted();
      call.emit({ type: 'begin', path: input.shown, index, total: inputs.length });
      const report = emptyReport(input, session);
      videos.push(report);
      await processVideo(command, input, report, session, work);
      call.emit({ type: 'end', path: input.shown, report });
      call.signal.throwIfAborted();
    }
    return { report: document(null), error: null };
  } catch (error) {
    return { report: document(reportedError(error)), error };
  }
}

async function processVideo(
  command: VideoCommand,
  input: Input,
  report: VideoReport,
  session: Session,
  work: VideoWork,
): Promise<void> {
  const start = performance.now();
  const warn = (message: string) => {
    if (!report.warnings.includes(message)) report.warnings.push(message);
  };
  try {
    if (input.error) throw input.error;
    await work.run({ session, context: session.context(warn), path: input.path, report, warn });
  } catch (error) {
    report.error = reportedError(error);
    report.status = leftSomething(command, report) ? 'partial' : 'failed';
    session.call.emit({ type: 'log', level: 'debug', message: stackOf(error) });
  } finally {
    report.elapsedSeconds = (performance.now() - start) / 1000;
  }
}

/** Whether a call that failed on a video, or was interrupted, has scores or stills of it to show. */
function leftSomething({ database }: VideoCommand, { metrics, picks = [] }: VideoReport): boolean {
  return (database === 'create' && metrics.length > 0) || picks.some(pick => pick.sha256 !== null);
}

function emptyReport({ shown }: Input, { call }: Session): VideoReport {
  const { db } = call.settings;
  return {
    path: shown,
    status: 'ok',
    error: null,
    warnings: [],
    db: db === ':memory:' ? db : display(db, call.cwd),
    frames: null,
    width: null,
    height: null,
    timeBase: null,
    startPts: null,
    decoder: null,
    decoderVersion: null,
    pixelPipeline: null,
    crop: null,
    damage: null,
    elapsedSeconds: 0,
    fps: null,
    metrics: [],
  };
}
