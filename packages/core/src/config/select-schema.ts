import { z } from 'zod';
import { defaultSelection } from '../selector.ts';
import { id, key } from './schema-key.ts';

const { reject } = defaultSelection;
const fraction = z.number().min(0).max(1);
const rate = z.string().regex(/^\d+(\.\d+)?\/(min|shot)$/);

/** A share such as `5%`. */
export const percent = z.string().regex(/^(100|\d{1,2}(\.\d+)?)%$/);

/** Which frames to pick: the keys under `select`. */
export const selectSchema = z.strictObject({
  top: key(
    z
      .union([z.int().min(0), percent])
      .nullable()
      .default(null),
    'a whole number, a percentage such as "5%", or null',
    `How many of the best frames to pick: a number, or a share of the scored frames such as \`'5%'\`. \`null\`: as \`percentile\` says, and without that the best ${defaultSelection.top.percent} %, at most ${defaultSelection.top.count}.`,
  ),
  percentile: key(
    z.number().gt(0).lt(100).nullable().default(null),
    'a number between 0 and 100, or null',
    'Pick frames better than this percentage of all: 95 picks from the best 5 %. With a number for `top`, at most so many.',
  ),
  coverage: key(
    z.union([z.int().min(0), z.literal('auto'), rate]).default(defaultSelection.coverage.picks),
    'a whole number, "auto", or a rate such as "2/min" or "1/shot"',
    'How many frames to pick so that all of the video is represented, the best of each stretch or shot: a number, so many per minute or per shot, or `auto`, by the length and the variety of the video; 0 picks none that way.',
  ),
  coverageBy: key(
    z.enum(['time', 'shot']).nullable().default(null),
    'time, shot or null',
    'What `coverage` divides the video into: stretches of equal length, or shots. `null`: shots where it is a rate per shot, else time.',
  ),
  maxPerShot: key(
    z.int().min(1).nullable().default(defaultSelection.maxPerShot),
    'a whole number of at least 1, or null',
    'Most picks from one shot; `null`: no limit.',
  ),
  weights: key(
    z.record(id, z.number().min(0)).default({}),
    'an object of numbers of at least 0 by metric id',
    'Weights of metrics, by id or family, where several rank together: 1 for those that are not named, 0 for those that are only recorded. Frames are ranked by the weighted mean of their percentile ranks within the video.',
  ),
  overrides: key(
    z.boolean().default(true),
    'true or false',
    'Whether frames that were added by hand are picked in any case, and those that were taken out by hand in none; `false` leaves such corrections out, and keeps them.',
  ),
  minGapSeconds: key(
    z.number().min(0).default(defaultSelection.minGapSeconds),
    'a number of seconds of at least 0',
    'Least distance between two picks, in seconds.',
  ),
  duplicates: key(
    z.union([z.int().min(0).max(64), z.literal(false)]).default(defaultSelection.maxHashDistance ?? false),
    'a whole number from 0 to 64, or false',
    'Two frames whose 64-bit perceptual hashes differ in at most so many bits count as the same picture, and the better one is picked; `false` switches this off.',
  ),
  black: key(
    z.union([fraction, z.literal(false)]).default(reject.blackBelow ?? false),
    'a number from 0 to 1, or false',
    'Reject frames whose mean luma (0 black … 1 white) is below this; `false` keeps them.',
  ),
  white: key(
    z.union([fraction, z.literal(false)]).default(reject.whiteAbove ?? false),
    'a number from 0 to 1, or false',
    'Reject frames whose mean luma is above this; `false` keeps them.',
  ),
  flat: key(
    z.union([z.number().min(0).max(0.5), z.literal(false)]).default(reject.flatBelow ?? false),
    'a number from 0 to 0.5, or false',
    'Reject frames whose contrast (standard deviation of luma, 0 … 0.5) is below this; `false` keeps them.',
  ),
  fades: key(
    z.union([z.number().gt(0).max(1), z.literal(false)]).default(reject.fades ?? false),
    'a number above 0 and up to 1, or false',
    "Reject frames in a fade by which at least this share of the picture's contrast is gained or lost, and in cross-fades; `false` keeps them.",
  ),
  blurred: key(
    z.union([z.number().gt(0).max(1), z.literal(false)]).default(reject.blurred ?? false),
    'a number above 0 and up to 1, or false',
    'Reject frames with less than this share of the sharpness of what surrounds them; where that is steady, a loss half as large is enough. `false` keeps them.',
  ),
  noisy: key(
    z.union([z.number().min(1), z.literal(false)]).default(reject.noisy ?? false),
    'a number of at least 1, or false',
    'Reject frames with more than this many times the noise of what surrounds them; `false` keeps them.',
  ),
  blocky: key(
    z.union([z.number().gt(0), z.literal(false)]).default(reject.blocky ?? false),
    'a number above 0, or false',
    'Reject frames whose blockiness is above that of what surrounds them by more than this; `false` keeps them.',
  ),
  exposure: key(
    z.union([z.number().gt(0).max(1), z.literal(false)]).default(reject.exposure ?? false),
    'a number above 0 and up to 1, or false',
    'Reject frames that are under- or over-exposed: clearly darker or brighter than what surrounds them, with a share of black or white above that of what surrounds them by more than this; `false` keeps them.',
  ),
  cards: key(
    z.union([fraction, z.literal(false)]).default(reject.cards ?? false),
    'a number from 0 to 1, or false',
    'Reject cards of text or credits, in which one tone without noise fills at least this share of the picture, unless the video is made of them; `false` keeps them.',
  ),
  damaged: key(
    z.union([z.number().min(1), z.literal(false)]).default(reject.damaged ?? false),
    'a number of at least 1, or false',
    'Reject frames that the decoder reports as damaged, and up to three in a row that differ from the same picture before and after them by more than this many times the usual change; `false` keeps them.',
  ),
});
