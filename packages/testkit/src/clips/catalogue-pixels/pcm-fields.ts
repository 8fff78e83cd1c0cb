import { parsePixelFormat } from '@framesieve/core';
import { drawTestPicture } from '../test-picture.ts';
import { startCode } from './annex-b.ts';
import { BitWriter } from './bit-writer.ts';

/** A clip to write: 8-bit 4:2:0, its width a multiple of 16 and its height of 32. */
export interface PcmClip {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
}

type Structure = 'frame' | 'top' | 'bottom';

/** How the pictures are coded in turn: as two fields of either order, or as a frame. */
const structures: readonly (readonly Structure[])[] = [['top', 'bottom'], ['bottom', 'top'], ['frame']];

/** The scan of the frames of {@link pcmFields}, in turn. */
export const pcmScans = ['top-first', 'bottom-first', 'progressive'] as const;

/**
 * An H.264 stream (annex B) in which whole pictures are coded as fields or as frames (PAFF), which no encoder at hand does.
 * The samples lie in it as they are (`I_PCM`), so that it is the test pictures exactly.
 */
export function pcmFields(clip: PcmClip): Buffer {
  const units: Buffer[] = [unit(0x67, sequenceParameters(clip)), unit(0x68, pictureParameters())];
  const format = parsePixelFormat('yuv420p')!;
  for (let ordinal = 0; ordinal < clip.frames; ordinal++) {
    const picture = drawTestPicture({ format, width: clip.width, height: clip.height }, ordinal);
    for (const [second, structure] of structures[ordinal % structures.length]!.entries()) {
      // The second field of an IDR picture is not one itself.
      const header = second === 0 ? 0x65 : 0x61;
      units.push(unit(header, slice(picture, clip, structure, { second, ordinal })));
    }
  }
  return Buffer.concat(units);
}

/** A NAL unit, with a 3 wherever the payload would look like a start code (7.4.1). */
function unit(header: number, payload: Uint8Array): Buffer {
  const bytes = [...startCode, header];
  let zeros = 0;
  for (const byte of payload) {
    if (zeros === 2 && byte <= 3) {
      bytes.push(3);
      zeros = 0;
    }
    bytes.push(byte);
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return Buffer.from(bytes);
}

/** 7.3.2.1.1: Main profile, level 3, 4 bits of frame number, 8 of order count, one reference, fields allowed. */
function sequenceParameters({ width, height }: PcmClip): Uint8Array {
  return new BitWriter()
    .bits(77, 8)
    .bits(0, 8)
    .bits(30, 8)
    .unsigned(0, 0, 0, 4, 1)
    .bits(0, 1)
    .unsigned(width / 16 - 1, height / 32 - 1)
    .bits(0b00100, 5)
    .closed();
}

/** 7.3.2.2: variable length codes, and slices that may switch the deblocking filter off. */
function pictureParameters(): Uint8Array {
  return new BitWriter()
    .unsigned(0, 0)
    .bits(0, 2)
    .unsigned(0, 0, 0)
    .bits(0, 3)
    .unsigned(0, 0, 0)
    .bits(0b100, 3)
    .closed();
}

/** 7.3.3 and 7.3.4: one slice of uncompressed macroblocks. */
function slice(
  picture: Uint8Array,
  { width, height }: PcmClip,
  structure: Structure,
  { second, ordinal }: { readonly second: number; readonly ordinal: number },
): Uint8Array {
  const writer = new BitWriter().unsigned(0, 7, 0).bits(0, 4);
  if (structure === 'frame') writer.bits(0, 1);
  else writer.bits(structure === 'top' ? 0b10 : 0b11, 2);
  if (second === 0) writer.unsigned(ordinal % 2);
  writer.bits(second, 8);
  writer.bits(0, second === 0 ? 2 : 1);
  // No change of the quantiser, no deblocking.
  writer.unsigned(0, 1);
  const step = structure === 'frame' ? 1 : 2;
  const first = structure === 'bottom' ? 1 : 0;
  const luma = width * height;
  const planes = [
    { offset: 0, width, size: 16 },
    { offset: luma, width: width / 2, size: 8 },
    { offset: luma + luma / 4, width: width / 2, size: 8 },
  ];
  for (let y = 0; y < height / step / 16; y++) {
    for (let x = 0; x < width / 16; x++) {
      const block: number[] = [];
      for (const plane of planes) {
        for (let row = 0; row < plane.size; row++) {
          const line = first + (y * plane.size + row) * step;
          const start = plane.offset + line * plane.width + x * plane.size;
          block.push(...picture.subarray(start, start + plane.size));
        }
      }
      writer.unsigned(25).aligned(Uint8Array.from(block));
    }
  }
  return writer.closed();
}
