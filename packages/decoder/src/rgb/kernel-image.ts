import type { Frame, Rectangle, RgbImage } from '@framesieve/core';
import { KernelRoom } from './kernel-room.ts';
import { kernelRows } from './kernel-rows.ts';
import { placeBlock } from './place-block.ts';
import { placement } from './placement.ts';
import type { RgbKernel } from './rgb-kernel.ts';
import { mapsTones } from './rows-image.ts';

/**
 * Samples of RGB that are made at a time, a row of pixels at least: few, so that they are still in the processor's cache when they
 * are copied. Rows that become columns are copied in pieces as long as there are rows, so there are more of those.
 */
const bandSamples = { rows: 128 * 1024, columns: 512 * 1024 };

/** Whether a frame's conversion is one that the kernel has: no tones are mapped, and chroma is at most four times coarser. */
export function isForKernel(frame: Pick<Frame, 'format' | 'rendering'>): boolean {
  const { log2ChromaWidth, log2ChromaHeight } = frame.format.pixelFormat;
  return !mapsTones(frame) && log2ChromaWidth <= 2 && log2ChromaHeight <= 2;
}

/**
 * Converts an area of a frame that {@link isForKernel}, and turns it upright: what `rowsImage()` makes of it, to the last bit,
 * several times as fast. A band of rows at a time is copied to the kernel's memory, and the result from there.
 */
export function kernelImage(
  kernel: RgbKernel,
  frame: Frame,
  bitDepth: 8 | 16,
  { x, y, width, height }: Rectangle,
): RgbImage {
  const image = placement(width, height, frame.format);
  const samples = bandSamples[Math.abs(image.stepX) === 1 ? 'rows' : 'columns'];
  const mostRows = Math.min(height, Math.max(1, Math.floor(samples / (width * 3))));
  const Samples = bitDepth === 8 ? Uint8Array : Uint16Array;
  const pixelBytes = 3 * Samples.BYTES_PER_ELEMENT;
  const room = new KernelRoom(kernel);
  const target = room.take(mostRows * width * pixelBytes);
  const codedRow = room.take(width * pixelBytes);
  const rows = kernelRows(kernel, { frame, bitDepth, x, width, mostRows }, room);
  const buffer = room.buffer();
  const memory = new Uint8Array(buffer);
  new Float64Array(buffer, kernel.formulaAt.value).set(rows.numbers);
  const scatter = kernel[`scatter${bitDepth}`];
  const data = new Samples(width * height * 3);
  for (let start = 0; start < height; start += mostRows) {
    const count = Math.min(mostRows, height - start);
    const band = placement(width, count, frame.format);
    // What is written behind the end of a row is written over only by a row that comes later.
    const asCoded = band.stepX === 1 && band.stepY > 0;
    rows.load(y + start, y + start + count, memory);
    for (let row = 0; row < count; row++) {
      const address = target + (band.origin + row * band.stepY) * pixelBytes;
      rows.convert(y + start + row, asCoded ? address : codedRow);
      if (!asCoded) scatter(codedRow, address, width, band.stepX * pixelBytes);
    }
    placeBlock(new Samples(buffer, target, count * width * 3), band, { data, ...image }, start);
  }
  return { width: image.width, height: image.height, data };
}
