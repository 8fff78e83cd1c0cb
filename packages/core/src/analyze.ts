import type { DecodeDescription, DecodeRequest, DecodeStage } from './decoder.ts';
import type { Frame } from './frame.ts';
import type { Sampling } from './sampling.ts';
import type { ScoreStage, ScoreTask } from './scorer.ts';
import type { StageContext } from './stage.ts';
import type { CommittedBatch, Ledger, LedgerRun, Store } from './store.ts';
import type { DecodeIssue, VideoIdentity } from './video.ts';

/** One video to analyse. */
export interface AnalyzeRequest {
  readonly input: DecodeRequest;
  readonly sampling: Sampling;
  /** `false` scores everything anew and keeps the old runs. */
  readonly resume: boolean;
  /** Called once the video is open and its runs are ours. */
  onBegin?(video: AnalyzedVideo): void;
  /** Called for each batch that is safely stored. */
  onCommit?(batch: CommittedBatch): void;
}

/** The stages that analysing takes. */
export interface AnalyzeStages {
  readonly decode: DecodeStage;
  readonly score: ScoreStage;
  readonly store: Store;
}

/** What is known of a video when its analysis begins. */
export interface AnalyzedVideo {
  readonly identity: VideoIdentity;
  readonly decode: DecodeDescription;
  readonly decodeId: number;
  readonly runs: readonly LedgerRun[];
  readonly warnings: readonly string[];
}

/** What analysing a video came to. Everything else is in the store. */
export interface AnalysisReport extends AnalyzedVideo {
  /** Frames of the whole stream; `null` when its end was not reached. */
  readonly frameCount: number | null;
  readonly issues: readonly DecodeIssue[];
}

/**
 * Decodes a video, scores the frames that have no score yet, and stores every score: the first half of the program.
 * Killed at any moment, it goes on behind the last committed batch when called again.
 */
export async function analyze(
  request: AnalyzeRequest,
  stages: AnalyzeStages,
  context: StageContext,
): Promise<AnalysisReport> {
  const { sampling, resume, input } = request;
  await using video = await stages.decode.run(input, context);
  const { identity, description: decode, warnings } = video;
  const plan = { path: video.path, identity, decode, metrics: stages.score.metrics, sampling, resume };
  await using ledger = await stages.store.begin(plan);
  const analyzed = { identity, decode, decodeId: ledger.decodeId, runs: ledger.runs, warnings };
  request.onBegin?.(analyzed);
  if (ledger.complete) {
    const { frameCount, issues } = ledger;
    await ledger.finish({ frameCount, issues, finished: true });
    return { ...analyzed, frameCount, issues };
  }
  let finished = false;
  const tasks = unscoredFrames(video.frames(sampling), ledger, () => {
    finished = true;
  });
  const scored = stages.score.run(tasks, context);
  for await (const batch of stages.store.run({ ledger, scored }, context)) request.onCommit?.(batch);
  const { frameCount, issues } = video;
  await ledger.finish({ frameCount, issues, finished });
  return { ...analyzed, warnings: video.warnings, frameCount, issues };
}

async function* unscoredFrames(
  frames: AsyncIterable<Frame>,
  ledger: Ledger,
  onEnd: () => void,
): AsyncGenerator<ScoreTask> {
  for await (const frame of frames) {
    const metrics = ledger.pending(frame.record.ordinal);
    if (metrics.length > 0) yield { frame, metrics };
  }
  onEnd();
}
