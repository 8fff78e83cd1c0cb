import type { StageContext, VideoIdentity } from '@framesieve/core';
import { display, expandInputs, type Input } from './inputs.ts';
import { Claims } from './jobs/claims.ts';
import { eachInSlots } from './jobs/each-in-slots.ts';
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
  /**
   * Waits until no other job works on a video of this content, and keeps others from it until this one is done.
   *
   * @throws the signal's reason when it aborts while waiting.
   */
  claim(identity: VideoIdentity): Promise<void>;
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

/**
 * Does a call's work on its inputs, on as many at the same time as `jobs` of its settings says. One that fails does not stop
 * the others. The document has them in the order of the inputs. Never throws.
 */
export async function processVideos(command: VideoCommand, call: Call): Promise<Outcome> {
  const begun: VideoReport[] = [];
  const document = (error: ReportedError | null): SieveReport => {
    // Those that were never begun leave holes.
    return { version: 1, command: command.name, error, warnings: [], videos: begun.filter(() => true) };
  };
  try {
    const inputs = await expandInputs(call.inputs, call.cwd);
    const jobs = Math.max(1, Math.min(call.settings.config.jobs, inputs.length));
    const [first] = inputs;
    const ahead = command.database === 'create' && first?.error === null ? first.path : null;
    await using session = await openSession(call, command.database, { jobs, first: ahead });
    await using work = await command.open(session);
    await session.openStore();
    const claims = new Claims();
    await eachInSlots(inputs, jobs, async (input, index, slot) => {
      call.signal.throwIfAborted();
      call.emit({ type: 'begin', path: input.shown, index, total: inputs.length });
      const report = emptyReport(input, session);
      begun[index] = report;
      await processVideo({ command, session, work, claims }, input, report, slot);
      call.emit({ type: 'end', path: input.shown, report });
      call.signal.throwIfAborted();
    });
    return { report: document(null), error: null };
  } catch (error) {
    return { report: document(reportedError(error)), error };
  }
}

/** What all videos of a call share. */
interface Shared {
  readonly command: VideoCommand;
  readonly session: Session;
  readonly work: VideoWork;
  readonly claims: Claims;
}

const sameVideo = 'It waits, since the same video is being worked on under another name.';

async function processVideo(
  { command, session, work, claims }: Shared,
  input: Input,
  report: VideoReport,
  slot: number,
): Promise<void> {
  const start = performance.now();
  const { path, shown } = input;
  const held: (() => void)[] = [];
  const warn = (message: string) => {
    if (!report.warnings.includes(message)) report.warnings.push(message);
  };
  const { emit, signal } = session.call;
  const claim = async ({ sizeBytes, sha256 }: VideoIdentity) => {
    if (held.length > 0) return;
    const key = `${sizeBytes} ${sha256}`;
    if (claims.isClaimed(key)) emit({ type: 'log', level: 'info', path: shown, message: sameVideo });
    held.push(await claims.claim(key, signal));
  };
  try {
    if (input.error) throw input.error;
    const context = await session.context(warn, { slot, path: shown });
    await work.run({ session, context, path, report, warn, claim });
  } catch (error) {
    report.error = reportedError(error);
    report.status = leftSomething(command, report) ? 'partial' : 'failed';
    emit({ type: 'log', level: 'debug', path: shown, message: stackOf(error) });
  } finally {
    for (const release of held) release();
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
