import { z } from 'zod';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const wholePixels = z.int().positive();
const rational = z.tuple([z.int(), z.int().positive()]);
const decoder = z.strictObject({ id: z.string(), version: z.string() });

const metric = z.strictObject({
  id: z.string(),
  direction: z
    .enum(['higher', 'lower'])
    .describe('Which scores are better: the direction that selecting used.'),
  modelDirection: z.enum(['higher', 'lower']),
  range: z.tuple([z.number().nullable(), z.number().nullable()]),
  modelSha256: z.string(),
  implementation: z.strictObject({ name: z.string(), version: z.string() }),
  kernel: z.string(),
  precision: z.string(),
  device: z.string(),
});

const recording = z
  .strictObject({
    createdAt: z
      .string()
      .nullable()
      .describe('ISO 8601, with the offset from UTC where the container has it.'),
    position: z
      .strictObject({
        latitude: z.number().min(-90).max(90),
        longitude: z.number().min(-180).max(180),
        altitude: z.number().nullable().describe('Metres above sea level.'),
      })
      .nullable()
      .describe('WGS 84.'),
  })
  .describe('What the container says of how the video was recorded; null where it says nothing.');

const exportFields = {
  export: z.int().positive().describe('Number of this export in the folder, from 1.'),
  created: z.iso.datetime().describe('When it began, UTC.'),
  toolVersion: z.string().nullable().describe('`toolVersion` of the settings; null when they have none.'),
  encoder: z.strictObject({ name: z.string(), version: z.string(), libvips: z.string() }),
  source: z.strictObject({
    path: z.string().describe('Absolute path of the video when it was exported.'),
    file: z.string(),
    sizeBytes: z.int().nonnegative(),
    sha256: z
      .string()
      .describe('Identity of the content: of its size and sampled chunks, not of the whole file.'),
    container: z.string(),
    stream: z.int().nonnegative(),
    codec: z.string(),
    pixelFormat: z.string().nullable(),
    color: z.strictObject({
      matrix: z.string(),
      range: z.string(),
      chromaLocation: z.string(),
      transfer: z.string(),
      primaries: z.string(),
    }),
  }),
  recording: recording.optional(),
  decode: z
    .strictObject({
      decoder,
      pixelPipeline: z.string(),
      crop: z
        .strictObject({ x: z.int(), y: z.int(), width: z.int(), height: z.int() })
        .nullable()
        .describe(
          'The part of the coded picture that was scored; `output.crop` says whether stills show the rest.',
        ),
      timeBase: rational.describe('Seconds per tick of ptsTicks.'),
      startPts: z.int(),
    })
    .describe('The decode that was scored.'),
  rereadBy: decoder.describe('The decoder that the stills were read by.'),
  metrics: z
    .array(metric)
    .describe(
      'Those that ranked, the first one first; one that refined comes last. Each still says which ranked it.',
    ),
  output: z.strictObject({
    format: z.string(),
    template: z.string(),
    crop: z
      .boolean()
      .optional()
      .describe('Whether stills show `decode.crop` only; absent where the whole picture was all there was.'),
    quality: z
      .int()
      .min(1)
      .max(100)
      .nullable()
      .optional()
      .describe('What stills were encoded with, whether asked for or usual; null where nothing is lost.'),
    maxSize: z
      .int()
      .positive()
      .nullable()
      .optional()
      .describe('Most pixels of the longer side; null for no limit.'),
    metadata: z
      .boolean()
      .optional()
      .describe('Whether stills say in EXIF and XMP where they come from; absent in manifests from before.'),
  }),
  settings: z.record(z.string(), z.unknown()),
};

const exportDescription = z.strictObject(exportFields);

const still = z.strictObject({
  file: z
    .string()
    .regex(/^[^/\\]+$/)
    .describe('Name in the folder of the manifest.'),
  export: z.int().positive().describe('The export that this entry belongs to: here, or in `earlier`.'),
  frame: z
    .int()
    .nonnegative()
    .describe('Ordinal in the output order of a decode of the whole stream, from 0.'),
  ptsTicks: z.int(),
  ptsSource: z.enum(['container', 'estimated']),
  timeSeconds: z.number().describe("(ptsTicks − startPts) × timeBase: the video's own clock."),
  scores: z
    .record(z.string(), z.number().nullable())
    .describe('By metric id; null where undefined, none where the metric was not run.'),
  metric: z.string().nullable().describe('The metric that ranked.'),
  rank: z.int().positive(),
  tier: z.string(),
  reason: z.string(),
  width: wholePixels.describe('Of the still: upright, with square pixels.'),
  height: wholePixels,
  format: z.enum(['png', 'jpg', 'webp', 'avif']),
  bitDepth: z.int().positive().describe('Bits per sample in the file.'),
  colorTag: z.string().describe('srgb, cicp:<primaries>-<transfer> by ITU-T H.273, or none.'),
  toneMap: z
    .enum(['bt2390'])
    .nullable()
    .optional()
    .describe(
      'How high dynamic range became standard range; null where it did not, absent where it could not.',
    ),
  sizeBytes: z.int().positive(),
  sha256: sha256.describe('Of the file.'),
  fingerprint: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .describe('XXH64 of the decoded planes of the frame that was scored.'),
  verified: z.enum(['exact', 'approximate']),
});

const failure = z.strictObject({
  file: z.string(),
  frame: z.int().nonnegative(),
  ptsTicks: z.int(),
  timeSeconds: z.number(),
  code: z.string(),
  message: z.string(),
  hint: z.string().nullable(),
});

/** The schema of `manifest.json`, from which `manifest.schema.json` is made. */
export const manifestSchema = z
  .strictObject({
    version: z.literal(1),
    ...exportFields,
    complete: z.boolean().describe('Whether this export came to its end: each still is here or in `failed`.'),
    stills: z.array(still).describe('Every still in the folder, of this export and of earlier ones.'),
    failed: z.array(failure).describe('Stills of this export that were not written.'),
    earlier: z.array(exportDescription).describe('Earlier exports that stills of the folder come from.'),
  })
  .meta({
    title: 'FrameSieve manifest',
    description: 'Traces every still in a folder to its video, frame, scores and verification.',
  });

/** What `manifest.json` holds. */
export type Manifest = z.infer<typeof manifestSchema>;
/** One export into a folder: its source, decode, metrics and settings. */
export type ManifestExport = z.infer<typeof exportDescription>;
/** One still on disk. */
export type ManifestStill = z.infer<typeof still>;
/** One still that was planned and not written. */
export type ManifestFailure = z.infer<typeof failure>;
