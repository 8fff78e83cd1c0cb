import {
  type DecodedFrame,
  type DecoderFactory,
  frameLayout,
  type PictureFormat,
  type ReadOptions,
} from '@framesieve/core';

/** A video that no file holds. */
export interface MemoryVideo {
  /** Of every frame. */
  readonly format: PictureFormat;
  /** Number of frames; each is a key frame, at 25 a second. */
  readonly count: number;
  /** Writes the samples of a frame, laid out by `frameLayout`; before that, the bytes are undefined. */
  fill(bytes: Uint8Array<SharedArrayBuffer>, ordinal: number): void;
}

/** A decoder that gives the frames of one video, whatever file it is asked to open. */
export function createMemoryDecoder({ format, count, fill }: MemoryVideo): DecoderFactory {
  const { width, height, pixelFormat, color, rotation, mirrored, pixelAspect } = format;
  const { byteLength } = frameLayout(pixelFormat, width, height);
  async function* read(
    ordinals: Iterable<number>,
    { frames, signal }: ReadOptions,
  ): AsyncGenerator<DecodedFrame> {
    for (const ordinal of ordinals) {
      const buffer = await frames.acquire(byteLength, signal);
      fill(buffer.bytes, ordinal);
      yield { ordinal, ptsTicks: ordinal, keyFrame: true, corrupt: false, format, buffer };
    }
  }
  const stream = {
    ...{ index: 0, codec: 'memory', width, height, pixelFormat: pixelFormat.name, color },
    ...{ timeBase: { numerator: 1, denominator: 25 }, frameRate: null, durationSeconds: null },
    ...{ frameCount: count, rotation, mirrored, pixelAspect, attachedPicture: false, isDefault: true },
  };
  const open = async () => ({
    container: 'memory',
    streams: [stream],
    frames: (options: ReadOptions) => read(Array(count).keys(), options),
    framesAt: (ordinals: readonly number[], options: ReadOptions) => read(ordinals, options),
    async [Symbol.asyncDispose]() {},
  });
  return {
    id: 'memory',
    summary: 'Frames that no file holds',
    availability: async () => ({ available: true, version: '1' }),
    create: async () => ({ id: 'memory', version: '1', open }),
  };
}
