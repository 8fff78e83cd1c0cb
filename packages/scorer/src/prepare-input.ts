import { invalidArgument, type RgbImage } from '@framesieve/core';
import { type ModelInput, preparedSize, type Size } from '@framesieve/models';
import { fitPicture } from './fit-picture.ts';
import type { InputTensor } from './open-model.ts';

/** Interleaved R, G, B of one picture, in the size that the model gets, from 0 to `white`. */
interface Samples {
  readonly data: Uint8Array | Uint16Array | Float32Array;
  readonly white: 255 | 65535;
}

/** Gives memory for so many samples of a model's input; float16 is taken as float32, which the runtime makes it of. */
export type InputAllocator = (length: number) => Uint8Array | Uint16Array | Float32Array;

/**
 * Lays pictures of one size out as the model declares its input: size, layout, element type, value range, mean and std.
 *
 * A float model sees all 16 bits of a 16-bit picture, and what resizing computes, unrounded. For whole numbers, samples are
 * scaled to the depth of the type (v / 257 from 16 bits to 8, 257 v the other way) and rounded once.
 *
 * @param options.allocate gives the memory of the tensor, which must be of the input's type; default: new memory.
 * @param options.count pictures that the tensor has room for, at least those that are given; what is in the room of others
 *   is not defined.
 */
export function prepareInput(
  images: readonly RgbImage[],
  input: ModelInput,
  options: { readonly allocate?: InputAllocator; readonly count?: number } = {},
): InputTensor {
  for (const image of images) assertPicture(image, images[0]!);
  const { width, height } = preparedSize(images[0]!, input.resize);
  const { layout, dtype } = input;
  const { allocate = length => emptyOf(dtype, length), count = images.length } = options;
  const length = width * height * 3;
  const data = allocate(count * length);
  for (const [i, image] of images.entries()) {
    const samples = samplesOf(image, input);
    writeSamples(samples, data.subarray(i * length, (i + 1) * length), input);
  }
  return { data, dimensions: layout === 'NHWC' ? [count, height, width, 3] : [count, 3, height, width] };
}

function writeSamples({ data, white }: Samples, out: Target['data'], input: ModelInput): void {
  const { layout, dtype, colorSpace } = input;
  if (layout === 'NHWC' && colorSpace === 'rgb' && isOfType(data, dtype)) {
    out.set(data);
    return;
  }
  const [pixelStep, channelStep] = layout === 'NHWC' ? [3, 1] : [1, out.length / 3];
  for (let channel = 0; channel < 3; channel++) {
    const source = colorSpace === 'rgb' ? channel : 2 - channel;
    const target = { data: out, step: pixelStep };
    const start = channel * channelStep;
    if (data instanceof Uint8Array) mapLevels(data, source, levels(input, channel), target, start);
    else scaleSamples(data, source, scaling(input, channel, white), target, start);
  }
}

function samplesOf(image: RgbImage, { resize }: ModelInput): Samples {
  const white = image.data instanceof Uint8Array ? 255 : 65535;
  return { data: resize === 'none' ? image.data : fitPicture(image, resize), white };
}

function isOfType(data: Samples['data'], dtype: ModelInput['dtype']): data is Uint8Array | Uint16Array {
  return dtype === 'uint8' ? data instanceof Uint8Array : dtype === 'uint16' && data instanceof Uint16Array;
}

/** The runtime makes float16 of float32. */
function emptyOf(dtype: ModelInput['dtype'], length: number): Uint8Array | Uint16Array | Float32Array {
  if (dtype === 'uint8') return new Uint8Array(length);
  return dtype === 'uint16' ? new Uint16Array(length) : new Float32Array(length);
}

interface Target {
  readonly data: Uint8Array | Uint16Array | Float32Array;
  readonly step: number;
}

function mapLevels(
  data: Uint8Array,
  source: number,
  table: Float64Array,
  { data: out, step }: Target,
  start: number,
): void {
  for (let from = source, to = start; from < data.length; from += 3, to += step)
    out[to] = table[data[from]!]!;
}

function scaleSamples(
  data: Uint16Array | Float32Array,
  source: number,
  { factor, offset }: Scaling,
  { data: out, step }: Target,
  start: number,
): void {
  for (let from = source, to = start; from < data.length; from += 3, to += step)
    out[to] = data[from]! * factor + offset;
}

/** The value that each of the 256 levels of a channel becomes. */
function levels({ dtype, valueRange, mean, std }: ModelInput, channel: number): Float64Array {
  const [low, high] = valueRange;
  return Float64Array.from({ length: 256 }, (_, level) =>
    // 257 level, exactly: in floating point it may come out just below, and whole numbers are cut off.
    dtype === 'uint16'
      ? level * 257
      : (low + (level / 255) * (high - low) - (mean?.[channel] ?? 0)) / (std?.[channel] ?? 1),
  );
}

interface Scaling {
  readonly factor: number;
  readonly offset: number;
}

/** What makes values of a channel's samples; with the half that lets whole numbers be cut off instead of rounded. */
function scaling({ dtype, valueRange, mean, std }: ModelInput, channel: number, white: number): Scaling {
  const [low, high] = valueRange;
  if (dtype === 'uint8' || dtype === 'uint16') return { factor: high / white, offset: 0.5 };
  const divisor = std?.[channel] ?? 1;
  return { factor: (high - low) / white / divisor, offset: (low - (mean?.[channel] ?? 0)) / divisor };
}

function assertPicture({ width, height, data }: RgbImage, first: Size): void {
  if (!(data instanceof Uint8Array || data instanceof Uint16Array))
    throw invalidArgument('image.data', 'a Uint8Array of 8-bit or a Uint16Array of 16-bit samples', data);
  if (width !== first.width || height !== first.height)
    throw invalidArgument('images', 'pictures of one size', `${width}×${height}`);
  if (data.length !== width * height * 3)
    throw invalidArgument('image.data.length', `${width * height * 3} (width × height × 3)`, data.length);
}
