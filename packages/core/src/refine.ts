import type { AnalyzeStages } from './analyze.ts';
import type { DecodedVideo, DecodeRequest } from './decoder.ts';
import { FrameSieveError } from './errors.ts';
import { settingsOf } from './pixel-pipeline.ts';
import { type MissingFrame, rereadScored } from './reread-scored.ts';
import type { ScoreTask } from './scorer.ts';
import type { StageContext } from './stage.ts';
import type { CommittedBatch, Ledger, LedgerRun, RunRecord } from './store.ts';
import type { VideoIdentity } from './video.ts';
import { fileNameOf } from './video-address.ts';

/** Frames of an analysed video that further metrics are to score. */
export interface RefineRequest {
  readonly input: DecodeRequest;
  readonly identity: VideoIdentity;
  /** The run in which the frames were found good; they are read as they were for it. */
  readonly run: RunRecord;
  /** Ordinals of its frames, ascending. */
  readonly candidates: readonly number[];
  /** `false` scores all of them anew and keeps the old runs. */
  readonly resume: boolean;
  /** Called once the runs are ours, before anything is read. */
  onBegin?(runs: readonly LedgerRun[]): void;
  /** Called for each batch that is safely stored. */
  onCommit?(batch: CommittedBatch): void;
}

/** What refining a video came to. Everything else is in the store. */
export interface RefinementReport {
  readonly runs: readonly LedgerRun[];
  /** Candidates that could not be read again as they were scored; they have no score by the further metrics. */
  readonly missing: readonly MissingFrame[];
  /** What a person should know. */
  readonly warnings: readonly string[];
}

/**
 * Reads candidates again, exactly, scores those that have no score yet, and stores every score: what makes two passes of the
 * first half of the program. Killed at any moment, it goes on behind the last committed batch when called again.
 *
 * @throws FrameSieveError `frame-mismatch` where the file is no longer the video that was analysed, or is no longer decoded as
 *   it was.
 */
export async function refine(
  request: RefineRequest,
  stages: AnalyzeStages,
  context: StageContext,
): Promise<RefinementReport> {
  const { input, identity, run, candidates, resume } = request;
  const { decode, sampling } = run;
  const { metrics } = stages.score;
  const plan = { path: input.path, identity, decode, metrics, sampling, chosen: candidates, resume };
  await using ledger = await stages.store.begin(plan);
  const { runs } = ledger;
  request.onBegin?.(runs);
  const { missing, warnings } = ledger.complete
    ? { missing: [], warnings: [] }
    : await scoreCandidates(request, ledger, stages, context);
  const issues = missing.map(({ ordinal, reason }) => ({ ordinal, message: reason }));
  await ledger.finish({ frameCount: null, issues, finished: true });
  return { runs, missing, warnings };
}

async function scoreCandidates(
  request: RefineRequest,
  ledger: Ledger,
  stages: AnalyzeStages,
  context: StageContext,
): Promise<Omit<RefinementReport, 'runs'>> {
  const { run, candidates } = request;
  const { decodeId, decode } = run;
  const index = await stages.store.frameIndex(decodeId);
  const open = candidates.filter(ordinal => ledger.pending(ordinal).length > 0);
  const records = await stages.store.frames(decodeId, open);
  const pixels = settingsOf(decode.pixelPipeline, decode.crop);
  const { stream, decoder } = decode;
  const input = { ...request.input, stream: stream.index, decoder: decoder.id, pixels };
  await using video = await stages.decode.run(input, context);
  requireSame(video, request);
  const missing: MissingFrame[] = [];
  const { signal } = context;
  const read = rereadScored(records, options => video.framesAt(options.ordinals, options), {
    index,
    missing,
    signal,
  });
  const scored = stages.score.run(tasksOf(read, ledger), context);
  for await (const batch of stages.store.run({ ledger, scored }, context)) request.onCommit?.(batch);
  return { missing, warnings: video.warnings };
}

async function* tasksOf(frames: ReturnType<typeof rereadScored>, ledger: Ledger): AsyncGenerator<ScoreTask> {
  for await (const frame of frames) yield { frame, metrics: ledger.pending(frame.record.ordinal) };
}

function requireSame(video: DecodedVideo, { identity, run, input }: RefineRequest): void {
  const { decoder } = run.decode;
  const now = video.description.decoder;
  const isSameFile = video.identity.sha256 === identity.sha256;
  if (isSameFile && now.id === decoder.id && now.version === decoder.version) return;
  const name = fileNameOf(input.path);
  throw new FrameSieveError({
    code: 'frame-mismatch',
    message: isSameFile
      ? `${name} was scored as decoded by ${decoder.id} ${decoder.version}, but is now decoded by ${now.id} ${now.version}.`
      : `${name} is no longer the video that was scored.`,
    hint: 'Score it again.',
  });
}
