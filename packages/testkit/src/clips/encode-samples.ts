import { encodeClip } from './encode-clip.ts';
import { type ClipOptions, encodeSettings } from './make-clip.ts';

/** How samples are encoded; their format and size are those of the samples. */
export type SampleEncoding = ClipOptions & Required<Pick<ClipOptions, 'pixelFormat' | 'width' | 'height'>>;

/**
 * Encodes a picture, given as the samples that the encoder gets, as a video of `frames` times that picture, by default one:
 * nothing is converted. The container follows the file's extension.
 *
 * @param samples packed by `frameLayout` of the pixel format.
 */
export async function encodeSamples(
  file: string,
  samples: Uint8Array,
  encoding: SampleEncoding,
): Promise<void> {
  const pictures = Array.from({ length: encoding.frames ?? 1 }, (_, i) => ({
    bytes: samples,
    ptsTicks: i,
    durationTicks: 1,
  }));
  await encodeClip(file, encodeSettings(encoding), pictures);
}
