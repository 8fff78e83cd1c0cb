import type { RejectSettings, SelectionSettings } from '@framesieve/core';
import { z } from 'zod';

const count = z.int().min(0).nullable();
const amount = z.number().min(0);
const limit = amount.nullable();

const rejectSchema = z.strictObject({
  blackBelow: limit,
  whiteAbove: limit,
  flatBelow: limit,
  fades: limit,
  blurred: limit,
  noisy: limit,
  blocky: limit,
  exposure: limit,
  cards: limit,
  damaged: limit,
}) satisfies z.ZodType<RejectSettings>;

/** The settings of a selection, as a request has them. What fits together is checked where frames are selected. */
export const settingsSchema = z.strictObject({
  top: z.strictObject({ count, percent: z.number().min(0).max(100).nullable() }),
  coverage: z.strictObject({
    by: z.enum(['time', 'shot']),
    picks: z.union([z.literal('auto'), amount]),
    per: z.enum(['video', 'minute', 'shot']),
  }),
  maxPerShot: z.int().min(1).nullable(),
  minGapSeconds: amount,
  maxHashDistance: z.int().min(0).max(64).nullable(),
  weights: z.record(z.string().max(200), amount),
  refinedBy: z.string().max(200).nullable().default(null),
  reject: rejectSchema,
}) satisfies z.ZodType<SelectionSettings>;
