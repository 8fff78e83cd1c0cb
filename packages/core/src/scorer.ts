import type { Availability } from './availability.ts';
import type { Frame, FrameRecord, RgbImage, RgbOptions } from './frame.ts';
import type { Logger, Stage } from './stage.ts';

/** `higher`: a higher score is a better picture; `lower`: a lower one is. */
export type Direction = 'higher' | 'lower';

/** Everything about a metric that is stored with its scores; whatever can change a score is in here. */
export interface MetricDescription {
  /** Full id, `family/parameters`, e.g. `brisque/opencv`. */
  readonly id: string;
  /** Direction that the model's metadata states. */
  readonly modelDirection: Direction;
  /** Direction that selecting uses: the model's, unless the config overrides it. */
  readonly direction: Direction;
  /** Nominal range of scores; `null` for an open side. Scores are not clamped to it. */
  readonly range: readonly [number | null, number | null];
  /** SHA-256 of the model file, in hex. */
  readonly modelSha256: string;
  /** What computes the score, e.g. `onnxruntime` `1.30.0`. */
  readonly implementation: { readonly name: string; readonly version: string };
  readonly kernel: string;
  readonly precision: string;
  /** Class of the device, e.g. `cpu`, `cuda`. */
  readonly device: string;
}

/** A score, or the reason why the metric is not defined for the frame. Never a made-up number. */
export type FrameScore =
  | { readonly score: number; readonly distribution: readonly number[] | null }
  | { readonly score: null; readonly reason: string };

/** How a metric plugin offers itself. Cheap to make; the model is loaded by `create()`. */
export interface ScorerFactory {
  /** Full id, `family/parameters`. */
  readonly id: string;
  /** Whether the family's name alone, e.g. `brisque`, means this one. */
  readonly isFamilyDefault: boolean;
  /** One line for `plugins list`. */
  readonly summary: string;
  availability(): Promise<Availability>;
  /** @throws FrameSieveError `metric-unavailable` when the model or the runtime can't be loaded. */
  create(options: ScorerOptions): Promise<Scorer>;
}

/** How a scorer is set up. */
export interface ScorerOptions {
  /** Overrides the direction that the model states; `null` keeps it. */
  readonly direction: Direction | null;
  /** `auto`, `cpu`, or an execution provider of the runtime, e.g. `cuda`. */
  readonly device: string;
  /** Threads that it may use in all; `null` lets it decide. */
  readonly threads: number | null;
  /** `onnx`: the model's own graph, even where there is a faster kernel of the same numbers. Absent: the faster one. */
  readonly kernel?: 'auto' | 'onnx';
  /** Bytes that its calls may take beside the frames; absent or `null`: what the machine has free. */
  readonly memoryBytes?: number | null;
}

/** A loaded metric. */
export interface Scorer extends AsyncDisposable {
  readonly metric: MetricDescription;
  /** Most frames that one call takes; the stage never passes more, nor frames of different sizes. */
  readonly maxBatchSize: number;
  /** Calls that may run at the same time; absent: 1. */
  readonly concurrency?: number;
  /**
   * How many frames like this one a call had best take, at most `maxBatchSize`, by what memory is free; asked when a run
   * begins and whenever the size of frames changes. Absent: 1.
   */
  planBatch?(frame: Frame): Promise<number>;
  /**
   * Scores frames of one size.
   *
   * @returns one score per frame, in order.
   */
  score(frames: readonly Frame[], context: ScorerContext): Promise<readonly FrameScore[]>;
}

/** What a scorer may use while scoring. */
export interface ScorerContext {
  readonly signal: AbortSignal;
  readonly logger: Logger;
  /**
   * The frame as RGB of 8 or, if asked for, 16 bits per sample; each is made once per frame, however many metrics ask. Do not
   * write to it. 16 bits pay off for frames that are deeper than 8 bits (`frame.format.pixelFormat.bitDepth`).
   */
  rgb(frame: Frame, options?: RgbOptions): RgbImage;
}

/** A frame, and the ids of the metrics that it still needs. */
export interface ScoreTask {
  readonly frame: Frame;
  readonly metrics: readonly string[];
}

/** The scores of one frame; its samples are gone. */
export interface ScoredFrame {
  readonly record: FrameRecord;
  /** By metric id; only those that were asked for. */
  readonly scores: ReadonlyMap<string, FrameScore>;
}

/** The score stage: frames in, their scores out, in the same order, several metrics at once. */
export interface ScoreStage extends Stage<AsyncIterable<ScoreTask>, AsyncIterable<ScoredFrame>> {
  readonly metrics: readonly MetricDescription[];
}
