import { z } from 'zod';
import { commonFields } from '../json-document.ts';

const placeSchema = z
  .strictObject({
    place: z.int().describe('1 for the best.'),
    of: z.int().describe('Frames with a score.'),
    percentile: z.number().describe('Percentage of the others that are no better.'),
  })
  .nullable()
  .describe('Place among all frames with a score; `null` without one.');

const frameSchema = z.strictObject({
  frame: z.int().describe('0-based number in the output order of a decode of the whole stream.'),
  ptsTicks: z.int(),
  ptsSource: z.enum(['container', 'estimated']),
  timeSeconds: z.number().describe("In the video's own clock."),
  width: z.int(),
  height: z.int(),
  keyFrame: z.boolean(),
  corrupt: z.boolean().describe('Whether the decoder found it damaged.'),
});

const metricSchema = z.strictObject({
  id: z.string(),
  direction: z.enum(['higher', 'lower']),
  weight: z
    .number()
    .describe('In the common rank; 0 where it is only recorded. Without a meaning where it refines.'),
  refines: z
    .boolean()
    .describe('Whether it has looked at the best frames only, and ranks those before all others.'),
  isScored: z.boolean().describe('Whether it was run on the frame.'),
  score: z.number().nullable(),
  place: placeSchema,
});

const tier = z.enum(['top', 'coverage', 'backfill', 'requested']);

const placedFields = {
  frame: z.int(),
  timeSeconds: z.number(),
  place: z.int().nullable(),
  score: z.number().nullable().describe('By the metric that ranked it.'),
};

const pickSchema = z.strictObject({ ...placedFields, rank: z.int(), tier });

const preferredSchema = z.strictObject({
  ...placedFields,
  rank: z.int(),
  tier,
  distanceSeconds: z.number(),
  distanceBits: z.int().describe('Differing bits of the perceptual hashes, of 64.'),
});

const takenOutSchema = z.strictObject({
  ...placedFields,
  distanceSeconds: z.number(),
  distanceBits: z.int().describe('Differing bits of the perceptual hashes, of 64.'),
});

const factSchema = z.strictObject({
  name: z.string().describe('e.g. `sharpness`.'),
  value: z.number().nullable().describe('`null` where it was not measured.'),
  text: z.string().describe('The same in words, with what it is held against.'),
  rules: z.array(
    z.strictObject({
      reason: z.string().describe('Reason of rejection.'),
      surroundings: z
        .number()
        .nullable()
        .describe('What surrounds the frame; `null` where that is not looked at.'),
      limit: z.number().describe('From which on the rule takes offence, given what surrounds the frame.'),
      side: z.enum(['below', 'above']),
      isBeyond: z.boolean(),
      isMain: z.boolean().describe('Whether it is the fact that the rule is about.'),
      applies: z.boolean().describe('Whether all facts that the rule looks at are beyond their limits.'),
    }),
  ),
});

const boundsFields = { startSeconds: z.number(), endSeconds: z.number() };

const verdictSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('picked'),
    rank: z.int(),
    tier,
    reason: z.string(),
    stills: z.array(z.string()).describe('Names of the stills that were written of it.'),
  }),
  z.strictObject({
    kind: z.literal('rejected'),
    reason: z.string(),
    inFavourOf: preferredSchema
      .nullable()
      .describe('`null` where it was rejected for what it is or by hand, or see `takenOut`.'),
    takenOut: takenOutSchema
      .optional()
      .describe('The frame that was preferred to it, where that was taken out by hand since.'),
  }),
  z.strictObject({
    kind: z.literal('not-good-enough'),
    top: z
      .strictObject({
        place: z.int().describe('Among the frames that are not rejected for what they are.'),
        of: z.int(),
        needed: z.int().describe('Last place that the top tier took; 0 for none.'),
        score: z
          .number()
          .nullable()
          .describe('Score of the frame at that place, by the metric that ranked it.'),
      })
      .nullable()
      .describe('What it would have taken to be in the top tier; `null` where none was asked for.'),
    tooNear: preferredSchema
      .nullable()
      .describe('A pick beside which it could not have been picked in any case.'),
  }),
]);

/** The document of `explain`. */
export const explainSchema = z.strictObject({
  ...commonFields,
  command: z.literal('explain'),
  path: z.string().nullable(),
  selection: z
    .strictObject({
      source: z
        .enum(['stored', 'flags', 'settings'])
        .describe('The newest stored one; or what flags, or the settings where none is stored, would give.'),
      id: z.int().nullable().describe('Of the stored selection.'),
      picks: z.int(),
      settings: z.record(z.string(), z.unknown()),
    })
    .nullable(),
  frame: frameSchema.nullable(),
  metrics: z.array(metricSchema),
  rank: placeSchema,
  isFluke: z
    .boolean()
    .nullable()
    .describe(
      'Whether it is better than both neighbours that show the same, and counts as the better of them.',
    ),
  facts: z.array(factSchema),
  transition: z
    .strictObject({ kind: z.enum(['fade', 'crossfade']), ...boundsFields, lost: z.number() })
    .nullable(),
  shot: z
    .strictObject({
      number: z.int().describe('1 for the first.'),
      of: z.int(),
      ...boundsFields,
      begins: z.enum(['start', 'cut', 'fade', 'crossfade']),
      picks: z.array(pickSchema),
    })
    .nullable(),
  stretch: z
    .strictObject({
      name: z.string(),
      picks: z.array(pickSchema),
      best: z.strictObject(placedFields).nullable(),
    })
    .nullable()
    .describe('What coverage wants a frame of, and has this one in it.'),
  verdict: verdictSchema.nullable(),
  sentences: z.array(z.string()).describe('The verdict and what led to it, in words.'),
});

/** A frame explained: the same as the `--json` document. */
export type ExplainDocument = z.infer<typeof explainSchema>;
