import * as av from 'node-av/constants';
import type { CodecParameters } from 'node-av/lib';
import { HevcKinds } from './hevc-kinds.ts';
import { isAv1Key, isVp9Key } from './key-packets.ts';
import { nalLengthBytes, nalUnits, startCodes } from './nal-units.ts';

/** What a codec's packets tell, without being decoded, of what they need and what needs them. What is not certain is `false`. */
export interface PacketKinds {
  /** Whether the two fields of a frame may come in packets of their own. */
  readonly fieldsApart: boolean;
  /** Whether decoding may begin with this packet: what is shown after it refers to nothing before it. */
  isCleanStart(data: Buffer): boolean;
  /** Whether no other frame refers to that of this packet, and it brings no headers. */
  isDisposable(data: Buffer): boolean;
}

/** What is read of a stream's packets; `null` for a codec of which nothing can be told. */
export function packetKindsOf({
  codecId,
  extradata,
}: Pick<CodecParameters, 'codecId' | 'extradata'>): PacketKinds | null {
  switch (codecId) {
    case av.AV_CODEC_ID_H264:
      return h264Kinds(nalLengthBytes(extradata, 4));
    case av.AV_CODEC_ID_HEVC:
      return new HevcKinds(extradata);
    case av.AV_CODEC_ID_MPEG1VIDEO:
    case av.AV_CODEC_ID_MPEG2VIDEO:
      return mpegKinds;
    case av.AV_CODEC_ID_MPEG4:
      return mpeg4Kinds;
    case av.AV_CODEC_ID_VP8:
      return startsOnly(data => (data[0]! & 1) === 0);
    case av.AV_CODEC_ID_VP9:
      return startsOnly(isVp9Key);
    case av.AV_CODEC_ID_AV1:
      return startsOnly(isAv1Key);
    default:
      return null;
  }
}

function startsOnly(isStart: (data: Buffer) => boolean): PacketKinds {
  return {
    fieldsApart: false,
    isCleanStart: data => data.length > 0 && isStart(data),
    isDisposable: () => false,
  };
}

/** By `nal_unit_type` and `nal_ref_idc` (ITU-T H.264, 7.4.1): 5 is an IDR picture; 0, of a picture, that none refers to it. */
function h264Kinds(lengthBytes: number | null): PacketKinds {
  const typeOf = (unit: Buffer) => unit[0]! & 31;
  const isPicture = (unit: Buffer) => typeOf(unit) >= 1 && typeOf(unit) <= 5;
  // Messages, delimiters and filling: nothing that lasts.
  const isPassing = (unit: Buffer) => [6, 9, 12].includes(typeOf(unit));
  const isUnused = (unit: Buffer) => isPicture(unit) && (unit[0]! & 0x60) === 0;
  return {
    fieldsApart: true,
    isCleanStart: data => {
      const pictures = nalUnits(data, lengthBytes)?.filter(isPicture) ?? [];
      return pictures.length > 0 && pictures.every(unit => typeOf(unit) === 5);
    },
    isDisposable: data => {
      const units = nalUnits(data, lengthBytes);
      if (!units?.some(isPicture)) return false;
      return units.every(unit => isPassing(unit) || isUnused(unit));
    },
  };
}

/** By `picture_coding_type` (ISO/IEC 13818-2, 6.3.9): 1 is an I picture; no picture refers to 3, a B picture. */
const mpegKinds: PacketKinds = {
  fieldsApart: true,
  // The header of the sequence resets what an earlier one, and matrices since, have set.
  isCleanStart: data => {
    const codes = startCodes(data).map(at => [data[at], ((data[at + 2] ?? 0) >> 3) & 7] as const);
    const picture = codes.findIndex(([code]) => code === 0);
    return picture > 0 && codes[picture]![1] === 1 && codes.slice(0, picture).some(([code]) => code === 0xb3);
  },
  isDisposable: data => {
    const starts = startCodes(data);
    const pictures = starts.filter(at => data[at] === 0);
    // Matrices that come with a picture hold for those after it too.
    const isLasting = (at: number) => data[at] === 0xb5 && (data[at + 1] ?? 0) >> 4 === 3;
    const hasHeaders = starts.some(at => data[at] === 0xb3 || data[at] === 0xb8 || isLasting(at));
    return pictures.length === 1 && !hasHeaders && (((data[pictures[0]! + 2] ?? 0) >> 3) & 7) === 3;
  },
};

/** By `vop_coding_type` (ISO/IEC 14496-2, 6.3.5): 0 is an I picture. Some files pack several pictures into a packet. */
const mpeg4Kinds = startsOnly(data => {
  const pictures = startCodes(data).filter(at => data[at] === 0xb6);
  return pictures.length === 1 && (data[pictures[0]! + 1] ?? 0xff) >> 6 === 0;
});
