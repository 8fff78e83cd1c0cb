import { type CachedFile, cached } from './clips/clip-cache.ts';
import { encodeClip } from './clips/encode-clip.ts';
import { encodeSettings } from './clips/make-clip.ts';
import { type ReadBackFrame, readBack } from './clips/read-back.ts';

/** A video of twice the width and height of another one. */
export interface DoubledClip {
  readonly frames: number;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/**
 * Encodes a video anew, H.264 at 30 frames a second in MP4, with each pixel four times: a large video with the content of a
 * given one. It is kept like `sharedClip()`: don't write to it.
 *
 * @param source a video in 8-bit 4:2:0 with even sides.
 */
export function doubledClip(source: string): Promise<CachedFile<DoubledClip>> {
  return cached({ name: 'doubled.mp4', key: [source], make: file => double(source, file) });
}

async function double(source: string, file: string): Promise<DoubledClip> {
  let [frames, width, height] = [0, 0, 0];
  async function* pictures() {
    for await (const frame of readBack(source)) {
      if (frame.pixelFormat !== 'yuv420p') throw new RangeError(`${source} is in ${frame.pixelFormat}.`);
      yield { bytes: doubledPlanes(frame), ptsTicks: frames++, durationTicks: 1 };
    }
  }
  for await (const frame of readBack(source)) {
    [width, height] = [frame.width * 2, frame.height * 2];
    break;
  }
  const encoderOptions = { preset: 'veryfast', crf: '18' };
  await encodeClip(file, encodeSettings({ width, height, gop: 60, bFrames: 2, encoderOptions }), pictures());
  return { frames, width, height };
}

function doubledPlanes({ width, height, planes, strides }: ReadBackFrame): Uint8Array {
  const bytes = new Uint8Array(width * height * 6);
  let at = 0;
  for (const [index, samples] of planes.slice(0, 3).entries()) {
    const [columns, rows] = index === 0 ? [width, height] : [width / 2, height / 2];
    for (let row = 0; row < rows; row++) {
      const start = at;
      const from = row * strides[index]!;
      for (let column = 0; column < columns; column++) {
        const sample = samples[from + column]!;
        bytes[at++] = sample;
        bytes[at++] = sample;
      }
      bytes.copyWithin(at, start, at);
      at += 2 * columns;
    }
  }
  return bytes;
}
