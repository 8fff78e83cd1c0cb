import { encodeClip } from './encode-clip.ts';
import { type ClipOptions, encodeSettings } from './make-clip.ts';

/** How samples are encoded; their format and size are those of the samples. */
export type SampleEncoding = ClipOptions & Required<Pick<ClipOptions, 'pixelFormat' | 'width' | 'height'>>;

/**
 * Encodes a picture, given as the samples that the encoder gets, as a video of one frame: nothing is converted. The
 * container follows the file's extension.
 *
 * @param samples packed by `frameLayout` of the pixel format.
 */
export async function encodeSamples(
  file: string,
  samples: Uint8Array,
  encoding: SampleEncoding,
): Promise<void> {
  await encodeClip(file, encodeSettings(encoding), [{ bytes: samples, ptsTicks: 0, durationTicks: 1 }]);
}
