import { z } from 'zod';

/** What a model wants as input, as its metadata declares it. */
export interface ModelInput {
  /** Order of the colour channels. */
  readonly colorSpace: 'rgb' | 'bgr';
  readonly layout: 'NHWC' | 'NCHW';
  /** Element type; whole numbers are the samples as they are, rounded where they have to be. */
  readonly dtype: 'uint8' | 'uint16' | 'float16' | 'float32';
  /** What black and white are; always `[0, 255]` for `uint8` and `[0, 65535]` for `uint16`, which no other type has. */
  readonly valueRange: readonly [0, 255] | readonly [0, 1] | readonly [-1, 1] | readonly [0, 65535];
  /** Subtracted per channel after scaling to `valueRange`, in the order of `colorSpace`; `null` for nothing. */
  readonly mean: readonly [number, number, number] | null;
  /** Divided by per channel after `mean`; `null` for nothing. */
  readonly std: readonly [number, number, number] | null;
  /** `none`: pictures are given in their own size, to a model that takes any or brings its own resize. */
  readonly resize: 'none' | ResizePolicy;
  /** Smallest picture in pixels, `[width, height]`, after resizing; smaller ones have no score. */
  readonly minimumSize: readonly [number, number];
  /** Width and height have to be multiples of this, after resizing; other pictures have no score. */
  readonly sizeMultiple: number;
}

/** 8-bit RGB as it is, from a size on: the input of models that bring along all else that is done to a picture. */
export function rawPixels(minimumSize: ModelInput['minimumSize'] = [1, 1]): ModelInput {
  return {
    colorSpace: 'rgb',
    layout: 'NHWC',
    dtype: 'uint8',
    valueRange: [0, 255],
    mean: null,
    std: null,
    resize: 'none',
    minimumSize,
    sizeMultiple: 1,
  };
}

/** How samples between pixels are made; the formulas stand at `resampleImage` of `@framesieve/scorer`. */
export interface Resampling {
  readonly filter: 'bilinear' | 'bicubic';
  /** Whether the filter widens when a picture shrinks, as PIL does and PyTorch can be told to; without, detail aliases. */
  readonly antialias: boolean;
}

/**
 * How a picture is brought to the size that a model was trained on.
 *
 * - `fit: 'stretch'`: to width × height, whatever its shape.
 * - `fit: 'cover'`: scaled to cover width × height, what sticks out is cut off on both sides alike.
 * - `fit: 'contain'`: scaled to lie within width × height, in the middle, with `padding` around it: one level for each of
 *   R, G and B, from 0 (black) to 1 (white).
 * - `shorterSide`: scaled so that the shorter side has this many pixels, then `crop` `[width, height]` is cut out of its
 *   middle; `null` keeps all of it.
 */
export type ResizePolicy =
  | (Resampling & {
      readonly fit: 'stretch' | 'cover';
      readonly width: number;
      readonly height: number;
    })
  | (Resampling & {
      readonly fit: 'contain';
      readonly width: number;
      readonly height: number;
      readonly padding: readonly [number, number, number];
    })
  | (Resampling & {
      readonly shorterSide: number;
      readonly crop: readonly [number, number] | null;
    });

const perChannel = z.tuple([z.number(), z.number(), z.number()]).nullable();
const pixels = z.int().positive();
// No metric was trained on larger pictures; a slip of the pen must not eat all memory.
const side = pixels.max(8192);
const level = z.number().min(0).max(1);

const resampling = {
  filter: z.enum(['bilinear', 'bicubic']).default('bilinear'),
  antialias: z.boolean().default(true),
};
const box = { width: side, height: side, ...resampling };
const fitted = z.discriminatedUnion('fit', [
  z.strictObject({ fit: z.enum(['stretch', 'cover']), ...box }),
  z.strictObject({
    fit: z.literal('contain'),
    ...box,
    padding: z.tuple([level, level, level]).default([0, 0, 0]),
  }),
]);
const shorterSide = z
  .strictObject({ shorterSide: side, crop: z.tuple([side, side]).nullable().default(null), ...resampling })
  .refine(policy => !policy.crop || Math.max(...policy.crop) <= policy.shorterSide, {
    error: 'the crop must not be larger than shorterSide',
  });
const none = z.literal('none', { error: 'expected "none" or an object with `fit` or `shorterSide`' });

/** One of the forms, chosen by its shape, so that an error is about the form that was meant. */
const resize = z.unknown().transform((value, context): ModelInput['resize'] => {
  const isObject = typeof value === 'object' && value !== null;
  const form = !isObject ? none : 'shorterSide' in value ? shorterSide : fitted;
  const result = form.safeParse(value);
  if (result.success) return result.data;
  for (const { path, message } of result.error.issues)
    context.issues.push({ code: 'custom', path, message, input: value });
  return z.NEVER;
});

const fields = {
  colorSpace: z.enum(['rgb', 'bgr']),
  layout: z.enum(['NHWC', 'NCHW']),
  dtype: z.enum(['uint8', 'uint16', 'float16', 'float32']),
  valueRange: z.union(
    [
      z.tuple([z.literal(0), z.literal(255)]),
      z.tuple([z.literal(0), z.literal(1)]),
      z.tuple([z.literal(-1), z.literal(1)]),
      z.tuple([z.literal(0), z.literal(65535)]),
    ],
    { error: 'expected [0,255], [0,1], [-1,1] or [0,65535]' },
  ),
  mean: perChannel,
  std: perChannel.refine(std => !std?.includes(0), { error: 'std must not be 0' }),
  resize,
  minimumSize: z.tuple([pixels, pixels]),
  sizeMultiple: pixels,
};

const wholeRanges: Readonly<Record<string, number>> = { uint8: 255, uint16: 65535 };

/** A complete input; what has a default may be left out. */
export const inputSchema: z.ZodType<ModelInput> = z
  .strictObject({
    ...fields,
    colorSpace: fields.colorSpace.default('rgb'),
    mean: fields.mean.default(null),
    std: fields.std.default(null),
    resize: fields.resize.default('none'),
    minimumSize: fields.minimumSize.default([1, 1]),
    sizeMultiple: fields.sizeMultiple.default(1),
  })
  .superRefine(({ dtype, valueRange, mean, std }, context) => {
    const white = wholeRanges[dtype];
    if (white === undefined && valueRange[1] === 65535)
      context.addIssue('valueRange [0,65535] is for uint16 only');
    if (white !== undefined && (valueRange[1] !== white || mean || std))
      context.addIssue(
        `${dtype} pixels are given as they are: valueRange [0,${white}], without mean and std`,
      );
  });

/** Any of the fields of an input, to complete or correct another. */
export const partialInputSchema = z.strictObject(fields).partial();
