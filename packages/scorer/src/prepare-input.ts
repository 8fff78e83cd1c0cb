import { invalidArgument, type RgbImage } from '@framesieve/core';
import type { ModelInput } from '@framesieve/models';
import type { TensorData } from './onnx-runtime.ts';

/**
 * Says why a picture of this size can't be given to the model; `null` when it can.
 *
 * @param fixed size that the model's input is fixed to; `null` where it is open.
 */
export function sizeProblem(
  { width, height }: { readonly width: number; readonly height: number },
  { minimumSize, sizeMultiple }: ModelInput,
  fixed: { readonly width: number | null; readonly height: number | null },
): string | null {
  const [minimumWidth, minimumHeight] = minimumSize;
  if (width < minimumWidth || height < minimumHeight) {
    return `The picture is ${width}×${height} pixels; the metric needs at least ${minimumWidth}×${minimumHeight}.`;
  }
  if (width % sizeMultiple !== 0 || height % sizeMultiple !== 0) {
    return `The picture is ${width}×${height} pixels; the metric needs multiples of ${sizeMultiple}.`;
  }
  if ((fixed.width ?? width) !== width || (fixed.height ?? height) !== height) {
    return `The picture is ${width}×${height} pixels; the model takes ${fixed.width ?? 'any'}×${fixed.height ?? 'any'} only.`;
  }
  return null;
}

/** Lays pictures of one size out as the model declares its input: layout, element type, value range, mean and std. */
export function prepareInput(images: readonly RgbImage[], input: ModelInput): TensorData {
  const { width, height } = images[0]!;
  const count = images.length;
  const { layout, dtype, colorSpace } = input;
  const pixels = images.map(image => bytesOf(image, width, height));
  const dimensions = layout === 'NHWC' ? [count, height, width, 3] : [count, 3, height, width];
  const [only] = pixels;
  if (count === 1 && layout === 'NHWC' && dtype === 'uint8' && colorSpace === 'rgb' && isPlainMemory(only!)) {
    return { data: only!, dimensions };
  }
  const size = width * height;
  const data = dtype === 'uint8' ? new Uint8Array(count * size * 3) : new Float32Array(count * size * 3);
  const [pixelStep, channelStep] = layout === 'NHWC' ? [3, 1] : [1, size];
  for (let channel = 0; channel < 3; channel++) {
    const source = colorSpace === 'rgb' ? channel : 2 - channel;
    const table = levels(input, channel);
    for (const [image, bytes] of pixels.entries()) {
      let to = image * size * 3 + channel * channelStep;
      for (let from = source; from < bytes.length; from += 3) {
        data[to] = table[bytes[from]!]!;
        to += pixelStep;
      }
    }
  }
  return { data, dimensions };
}

/** The value that each of the 256 levels of a channel becomes. */
function levels({ valueRange, mean, std }: ModelInput, channel: number): Float64Array {
  const [low, high] = valueRange;
  return Float64Array.from(
    { length: 256 },
    (_, level) => (low + (level / 255) * (high - low) - (mean?.[channel] ?? 0)) / (std?.[channel] ?? 1),
  );
}

function bytesOf(image: RgbImage, width: number, height: number): Uint8Array {
  if (!(image.data instanceof Uint8Array))
    throw invalidArgument('image.data', 'a Uint8Array of 8-bit samples', image.data);
  if (image.width !== width || image.height !== height)
    throw invalidArgument('images', 'pictures of one size', `${image.width}×${image.height}`);
  if (image.data.length !== width * height * 3)
    throw invalidArgument(
      'image.data.length',
      `${width * height * 3} (width × height × 3)`,
      image.data.length,
    );
  return image.data;
}

/** The runtime takes no shared memory. */
function isPlainMemory(bytes: Uint8Array): boolean {
  return bytes.buffer instanceof ArrayBuffer;
}
