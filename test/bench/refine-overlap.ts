import { join } from 'node:path';
import { type SieveOptions, type SieveReport, score, select } from 'framesieve';
import { temporaryFolder } from './command.ts';

type Config = NonNullable<SieveOptions['config']>;
type Video = SieveReport['videos'][number];

/** What is compared. */
export interface RefineComparison {
  /** Path of a video. */
  readonly video: string;
  /** The metric that scores every frame in the first pass, e.g. `niqe`. */
  readonly metric: string;
  /** The strong one: path of an `.onnx` file. */
  readonly strong: string;
  /** How many frames it looks at, as in the config. Default: a tenth. */
  readonly refineTop?: number | string;
  /** Which frames are looked at at all. Default: every one. */
  readonly sample?: Config['sample'];
  /** How many are picked, without any for coverage. Default: 10. */
  readonly top?: number;
}

/** One way of scoring, done once. */
export interface ScoredWay {
  readonly seconds: number;
  /** Frames that were scored by the first metric. */
  readonly frames: number;
  /** Numbers of the picks, the best first. */
  readonly picks: readonly number[];
}

/** What two passes come to, beside scoring every frame with the strong metric. */
export interface RefineOverlap {
  /** The strong metric on every frame. */
  readonly full: ScoredWay;
  /** The fast metric on every frame, the strong one on the best. */
  readonly refined: ScoredWay;
  /** Seconds of the first ÷ seconds of the second. */
  readonly speedUp: number;
  /** Share of the picks of the first that the second picks too, 0 … 1. */
  readonly samePicks: number;
  /** Share of the picks of the first that have one of the second within a second, 0 … 1. */
  readonly nearPicks: number;
  /**
   * Where the mean strong score of the picks of the second lies, 0 (that of a frame at random) … 1 (that of the picks of
   * the first).
   */
  readonly gain: number;
}

/** Scores a video by the strong metric alone: the way to compare with. */
export function scoreFully({ strong, ...comparison }: RefineComparison): Promise<ScoredWay> {
  return withScores({ ...comparison, config: { metric: strong } }, ({ way }) => way);
}

/** Scores a video in two passes. */
export function scoreInTwoPasses({ metric, strong, refineTop, ...comparison }: RefineComparison) {
  const config = { metric, refine: strong, ...(refineTop !== undefined && { refineTop }) };
  return withScores({ ...comparison, config }, ({ way }) => way);
}

/** Does both, and compares the time that they take and the picks that they lead to. */
export async function refineOverlap(comparison: RefineComparison): Promise<RefineOverlap> {
  const { strong, ...rest } = comparison;
  const { full, scores } = await withScores({ ...rest, config: { metric: strong } }, ({ way, video }) => ({
    full: way,
    scores: video.metrics[0]!.scores!,
  }));
  const refined = await scoreInTwoPasses(comparison);
  const byFrame = new Map(scores.map(one => [one.frame, one]));
  const timeOf = (frame: number) => byFrame.get(frame)!.timeSeconds;
  const share = (isFound: (frame: number) => boolean) =>
    full.picks.filter(isFound).length / Math.max(1, full.picks.length);
  const meanOf = (frames: Iterable<number>) => {
    const values = [...frames].flatMap(frame => byFrame.get(frame)!.score ?? []);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  const usual = meanOf(byFrame.keys());
  return {
    full,
    refined,
    speedUp: full.seconds / refined.seconds,
    samePicks: share(frame => refined.picks.includes(frame)),
    nearPicks: share(frame => refined.picks.some(other => Math.abs(timeOf(other) - timeOf(frame)) <= 1)),
    gain: (meanOf(refined.picks) - usual) / (meanOf(full.picks) - usual),
  };
}

interface Scoring extends Pick<RefineComparison, 'video' | 'sample' | 'top'> {
  readonly config: Config;
}

/** Scores into a database of its own, picks, and hands over what came of it. */
async function withScores<Result>(
  { video: path, sample = {}, top = 10, config }: Scoring,
  read: (scored: { readonly way: ScoredWay; readonly video: Video }) => Result,
): Promise<Result> {
  using folder = temporaryFolder();
  const options = {
    inputs: [path],
    cwd: folder.path,
    config: {
      ...config,
      sample,
      db: join(folder.path, 'scores.sqlite'),
      select: { top, coverage: 0 },
    },
  };
  const start = performance.now();
  const video = videoOf(await score(options));
  const seconds = (performance.now() - start) / 1000;
  const { picks = [] } = videoOf(await select({ ...options, dryRun: true }));
  const way = {
    seconds,
    frames: video.metrics[0]!.scored,
    picks: picks.map(({ frame }) => frame),
  };
  return read({ way, video });
}

function videoOf({ videos: [video] }: SieveReport): Video {
  if (!video || video.error) throw new Error(video?.error?.message ?? 'There is no video.');
  return video;
}
