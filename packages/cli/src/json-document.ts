import { z } from 'zod';

/** An error as it stands in documents. */
export const errorSchema = z
  .strictObject({
    code: z.string().describe('What kind of failure it is, e.g. `input-missing`.'),
    message: z.string().describe('What failed and for what.'),
    hint: z.string().nullable().describe('What to do about it.'),
  })
  .nullable();

const scoreSchema = z.strictObject({
  frame: z.int().describe('0-based number in the output order of a decode of the whole stream.'),
  ptsTicks: z.int().describe('Presentation timestamp in ticks of the time base.'),
  ptsSource: z.enum(['container', 'estimated']),
  timeSeconds: z.number().describe("In the video's own clock."),
  score: z.number().nullable().describe('`null` where the metric is undefined; `reason` says why.'),
  reason: z.string().nullable(),
});

const metricSchema = z.strictObject({
  id: z.string(),
  runId: z.int(),
  modelSha256: z.string(),
  direction: z.enum(['higher', 'lower']).describe('Which score is better, as it is used for selecting.'),
  refines: z
    .boolean()
    .describe('Whether it looks at the best frames only, and ranks those before all others.'),
  scored: z.int().describe('Frames that this call has scored.'),
  reused: z.int().describe('Frames whose scores were there before.'),
  unscorable: z.int().describe('Frames, of all these, for which the metric is undefined.'),
  scores: z.array(scoreSchema).optional().describe('In documents of `score` only.'),
});

const pickSchema = z.strictObject({
  frame: z.int(),
  ptsTicks: z.int(),
  timeSeconds: z.number(),
  scores: z
    .record(z.string(), z.number().nullable())
    .describe('By metric id; `null` where undefined, none where the metric was not run.'),
  rankedBy: z
    .string()
    .nullable()
    .describe(
      'The metric that ranked it, the first where several did together; `null` for frames that were asked for or added by hand.',
    ),
  rank: z.int().describe('1 for the best.'),
  tier: z.enum(['top', 'coverage', 'backfill', 'requested']),
  reason: z.string(),
  file: z
    .string()
    .nullable()
    .describe('The still; in a dry run, what it would be. `null` when none was written.'),
  sha256: z.string().nullable().describe('SHA-256 of the still, in hex.'),
  verified: z.enum(['exact', 'approximate']).nullable(),
});

const cropSchema = z
  .strictObject({ x: z.int(), y: z.int(), width: z.int(), height: z.int() })
  .nullable()
  .describe('The part of the coded picture that is scored, in pixels; `null` for all of it.');

const damageSchema = z.strictObject({
  frames: z.int().describe('In how many frames something is wrong.'),
  cutOff: z.boolean().describe('Whether the end of the file is missing, or frames behind the last one.'),
  firstFrame: z
    .int()
    .nullable()
    .describe('Frame at or before which it begins; `null` when that can not be told.'),
  firstTimeSeconds: z.number().nullable().describe('Its time; `null` when that frame is not stored.'),
  message: z.string().describe('What is wrong there.'),
});

/** Damage that was met in a video. */
export type DamageReport = z.infer<typeof damageSchema>;

/** What became of one video. Fields that were never found out are `null`. */
const videoSchema = z.strictObject({
  path: z.string().describe('As it was given, or as it was found in a folder.'),
  status: z.enum(['ok', 'partial', 'failed']),
  error: errorSchema,
  warnings: z.array(z.string()),
  db: z.string().nullable(),
  frames: z.int().nullable().describe('Frames of the whole stream; `null` when its end was not reached.'),
  width: z.int().nullable(),
  height: z.int().nullable(),
  timeBase: z.tuple([z.int(), z.int()]).nullable().describe('Seconds per tick: numerator, denominator.'),
  startPts: z.int().nullable().describe("Zero of the video's clock, in ticks."),
  decoder: z.string().nullable(),
  decoderVersion: z.string().nullable(),
  pixelPipeline: z
    .string()
    .nullable()
    .describe('What is done to the decoded pixels before they are scored, e.g. `bwdif`, or `none`.'),
  crop: cropSchema,
  damage: damageSchema.nullable().describe('Damage met while decoding; `null` for none.'),
  elapsedSeconds: z.number(),
  fps: z
    .number()
    .nullable()
    .describe('Frames per second of decoding and scoring; `null` when nothing had to be decoded.'),
  metrics: z.array(metricSchema),
  picks: z
    .array(pickSchema)
    .optional()
    .describe('In documents of `run`, `select` and `export`, in order of rank.'),
  report: z.string().nullable().optional().describe('The page that was written beside the stills.'),
  contactSheet: z
    .string()
    .nullable()
    .optional()
    .describe('The picture of all stills that was written beside them; `null` where there is no still.'),
  rejected: z.record(z.string(), z.int()).optional().describe('Number of rejected frames by reason.'),
  tiers: z
    .strictObject({ top: z.int(), coverage: z.int(), backfill: z.int() })
    .optional()
    .describe('Number of picks by tier. In documents of `run` and `select`, like `relaxed`.'),
  byHand: z
    .strictObject({ added: z.int(), removed: z.int() })
    .optional()
    .describe(
      'Number of picks that were added and taken out by hand. In documents of `run`, `select` and `export`.',
    ),
  relaxed: z
    .array(z.string())
    .optional()
    .describe('Constraints that were relaxed to find enough frames, in the order in which they were.'),
});

/** What every document has. */
export const commonFields = {
  version: z.literal(1),
  error: errorSchema.describe('Why the call as a whole failed; `null` otherwise.'),
  warnings: z.array(z.string()),
};

/** The document of `run`, `score`, `select` and `export`. */
export const reportSchema = z.strictObject({
  ...commonFields,
  command: z.enum(['run', 'score', 'select', 'export']),
  videos: z.array(videoSchema),
});

const streamSchema = z.strictObject({
  index: z.int(),
  codec: z.string(),
  width: z.int(),
  height: z.int(),
  pixelFormat: z.string().nullable(),
  frameRate: z.number().nullable(),
  durationSeconds: z.number().nullable().describe('What the container claims.'),
  frames: z.int().nullable().describe('What the container claims.'),
  timeBase: z.tuple([z.int(), z.int()]),
  rotation: z.int(),
  attachedPicture: z.boolean(),
  chosen: z.boolean(),
});

/** What the first decoded frame is like. */
const pictureSchema = z
  .strictObject({
    width: z.int().describe('Coded size in pixels.'),
    height: z.int(),
    shownWidth: z.int().describe('Size of a still: turned, with square pixels.'),
    shownHeight: z.int(),
    pixelFormat: z.string(),
    bitDepth: z.int(),
    rotation: z.int().describe('Clockwise degrees.'),
    mirrored: z.boolean(),
    pixelAspect: z.tuple([z.int(), z.int()]).describe('Width to height of a pixel.'),
    scan: z.enum(['progressive', 'top-first', 'bottom-first']),
    range: z.enum(['limited', 'full']),
    rangeStated: z.boolean().describe('Whether the video says so, or it is assumed.'),
    matrix: z.string(),
    matrixStated: z.boolean(),
    transfer: z.string(),
    primaries: z.string(),
  })
  .nullable();

/** The document of `probe`. */
export const probeSchema = z.strictObject({
  ...commonFields,
  command: z.literal('probe'),
  videos: z.array(
    z.strictObject({
      path: z.string(),
      error: errorSchema,
      warnings: z.array(z.string()),
      identity: z.string().nullable().describe("SHA-256 by which the video's scores are found."),
      sizeBytes: z.int().nullable(),
      container: z.string().nullable(),
      decoder: z.string().nullable(),
      decoderVersion: z.string().nullable(),
      streamReason: z.string().nullable().describe('Why the chosen stream was chosen.'),
      picture: pictureSchema,
      pixelPipeline: z.string().nullable().describe('What will be done to the decoded pixels, or `none`.'),
      crop: cropSchema,
      streams: z.array(streamSchema),
    }),
  ),
});

/** The document of `scores`. */
export const scoresSchema = z.strictObject({
  ...commonFields,
  command: z.literal('scores'),
  path: z.string().nullable(),
  runs: z.array(
    z.strictObject({
      runId: z.int(),
      metric: z.string(),
      direction: z.enum(['higher', 'lower']),
      state: z.string(),
      scope: z
        .enum(['sampled', 'chosen'])
        .describe('Whether it was to score what a sampling keeps, or frames chosen by other metrics.'),
      decoder: z.string(),
      decoderVersion: z.string(),
      startedAt: z.string(),
      scores: z.array(scoreSchema),
    }),
  ),
});

const partSchema = z.strictObject({
  id: z.string(),
  summary: z.string(),
  available: z.boolean(),
  version: z.string().nullable(),
  reason: z.string().nullable().describe('Why it is not available.'),
  hint: z.string().nullable(),
});

/** The document of `plugins list`. */
export const pluginsSchema = z.strictObject({
  ...commonFields,
  command: z.literal('plugins list'),
  plugins: z.array(z.string()),
  decoders: z.array(partSchema),
  metrics: z.array(partSchema),
});

/** The document of `doctor`. */
export const doctorSchema = z.strictObject({
  ...commonFields,
  command: z.literal('doctor'),
  checks: z.array(
    z.strictObject({
      name: z.string(),
      status: z.enum(['ok', 'warning']),
      detail: z.string(),
      hint: z.string().nullable(),
    }),
  ),
});

/** An error as it stands in documents: what failed, and what to do. */
export type ReportedError = NonNullable<z.infer<typeof errorSchema>>;
/** What became of one video. */
export type VideoReport = z.infer<typeof videoSchema>;
/** What became of a call: the same as its `--json` document. */
export type SieveReport = z.infer<typeof reportSchema>;
/** The picked frame of a video. */
export type PickReport = z.infer<typeof pickSchema>;
/** One metric's run over a video. */
export type MetricReport = z.infer<typeof metricSchema>;
/** The score of one frame. */
export type ScoreReport = z.infer<typeof scoreSchema>;
