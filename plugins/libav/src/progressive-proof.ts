import * as av from 'node-av/constants';
import type { CodecParameters, Packet } from 'node-av/lib';
import { nalLengthBytes, nalUnits } from './nal-units.ts';
import { isProgressiveOnly, recordedParameterSets } from './sequence-parameters.ts';

/** Codecs whose pictures have no fields. */
const withoutFields = new Set<number>([
  av.AV_CODEC_ID_VP8,
  av.AV_CODEC_ID_VP9,
  av.AV_CODEC_ID_AV1,
  av.AV_CODEC_ID_PNG,
  av.AV_CODEC_ID_APNG,
  av.AV_CODEC_ID_GIF,
  av.AV_CODEC_ID_WEBP,
]);

/** Tag of H.264 in MP4 whose parameter sets all lie in the headers; Matroska has none, and keeps them there too. */
const outOfBand = 'avc1';

/**
 * Finds out whether a stream can have interlaced frames: from its codec, or for H.264 from the parameter sets in its headers,
 * as long as the first key packet brings none. Some files have sets in their packets too, which may change on the way.
 */
export class ProgressiveProof {
  #state: 'certain' | 'awaits-packet' | 'uncertain';
  readonly #lengthBytes: number | null;

  constructor(
    { codecId, codecTagString, extradata }: Pick<CodecParameters, 'codecId' | 'codecTagString' | 'extradata'>,
    container: string,
  ) {
    this.#lengthBytes = nalLengthBytes(extradata, 4);
    this.#state = 'uncertain';
    if (withoutFields.has(codecId)) this.#state = 'certain';
    if (codecId !== av.AV_CODEC_ID_H264) return;
    const isKept =
      container.includes('matroska') || (container.includes('mp4') && codecTagString === outOfBand);
    const sets = recordedParameterSets(extradata) ?? [];
    if (isKept && sets.length > 0 && sets.every(isProgressiveOnly)) this.#state = 'awaits-packet';
  }

  /** Whether no frame can be interlaced. */
  get isCertain(): boolean {
    return this.#state === 'certain';
  }

  /** Looks at a packet of the stream that is going to be decoded. */
  note(packet: Pick<Packet, 'isKeyframe' | 'data'>): void {
    if (this.#state !== 'awaits-packet' || !packet.isKeyframe) return;
    const units = packet.data && nalUnits(packet.data, this.#lengthBytes);
    this.#state = units && !units.some(unit => (unit[0]! & 31) === 7) ? 'certain' : 'uncertain';
  }
}
