import { ExpGolombReader } from './exp-golomb.ts';

/** The sequence parameter sets of an H.264 configuration record (`avcC`, ISO/IEC 14496-15, 5.3.3.1); `null` where it is none. */
export function recordedParameterSets(extradata: Buffer | null): readonly Buffer[] | null {
  if (extradata?.[0] !== 1 || extradata.length < 7) return null;
  const sets: Buffer[] = [];
  let at = 6;
  for (let left = extradata[5]! & 31; left > 0; left--) {
    if (at + 2 > extradata.length) return null;
    const end = at + 2 + extradata.readUInt16BE(at);
    if (end > extradata.length) return null;
    sets.push(extradata.subarray(at + 2, end));
    at = end;
  }
  return sets;
}

/** Profiles whose parameter sets say which chroma they have (ITU-T H.264, 7.3.2.1.1). */
const profilesWithChroma = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

/**
 * Whether no picture under a sequence parameter set can be interlaced: there are no fields (`frame_mbs_only_flag`, ITU-T H.264,
 * 7.3.2.1.1), and no messages that say what a frame was made of (`pic_struct_present_flag`, E.1.1). `false` also where it can't
 * be read.
 *
 * @param unit the NAL unit, with its header.
 */
export function isProgressiveOnly(unit: Buffer): boolean {
  if (unit.length < 5 || (unit[0]! & 31) !== 7) return false;
  const reader = new ExpGolombReader(unit.subarray(1));
  try {
    const profile = reader.bits(8);
    // Constraints and level.
    reader.bits(16);
    reader.unsigned();
    if (profilesWithChroma.has(profile)) skipChroma(reader);
    reader.unsigned();
    skipOrderOfPictures(reader);
    reader.unsigned();
    reader.bits(1);
    reader.unsigned();
    reader.unsigned();
    const hasFramesOnly = reader.bits(1) === 1;
    return hasFramesOnly && !tellsOfFields(reader);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function skipChroma(reader: ExpGolombReader): void {
  const chromaFormat = reader.unsigned();
  if (chromaFormat === 3) reader.bits(1);
  reader.unsigned();
  reader.unsigned();
  reader.bits(1);
  const hasMatrices = reader.bits(1) === 1;
  if (!hasMatrices) return;
  for (let list = 0; list < (chromaFormat === 3 ? 12 : 8); list++) {
    if (reader.bits(1) === 1) skipScalingList(reader, list < 6 ? 16 : 64);
  }
}

function skipScalingList(reader: ExpGolombReader, size: number): void {
  let last = 8;
  for (let i = 0; i < size; i++) {
    const next = (((last + reader.signed()) % 256) + 256) % 256;
    // The rest is as the last one.
    if (next === 0) return;
    last = next;
  }
}

function skipOrderOfPictures(reader: ExpGolombReader): void {
  const kind = reader.unsigned();
  if (kind === 0) {
    reader.unsigned();
  } else if (kind === 1) {
    reader.bits(1);
    reader.signed();
    reader.signed();
    for (let left = reader.unsigned(); left > 0; left--) reader.signed();
  }
}

/** Reads on behind `frame_mbs_only_flag` where that is 1. Returns `pic_struct_present_flag`. */
function tellsOfFields(reader: ExpGolombReader): boolean {
  reader.bits(1);
  const isCropped = reader.bits(1) === 1;
  if (isCropped) for (let side = 0; side < 4; side++) reader.unsigned();
  const hasUsability = reader.bits(1) === 1;
  if (!hasUsability) return false;
  const hasAspect = reader.bits(1) === 1;
  if (hasAspect && reader.bits(8) === extendedAspect) reader.bits(32);
  const hasOverscan = reader.bits(1) === 1;
  if (hasOverscan) reader.bits(1);
  const hasSignalType = reader.bits(1) === 1;
  if (hasSignalType) {
    reader.bits(4);
    const hasColor = reader.bits(1) === 1;
    if (hasColor) reader.bits(24);
  }
  const hasChromaLocation = reader.bits(1) === 1;
  if (hasChromaLocation) for (let field = 0; field < 2; field++) reader.unsigned();
  const hasTiming = reader.bits(1) === 1;
  if (hasTiming) reader.bits(65);
  const hasNalDecoder = skipReferenceDecoder(reader);
  const hasVclDecoder = skipReferenceDecoder(reader);
  if (hasNalDecoder || hasVclDecoder) reader.bits(1);
  return reader.bits(1) === 1;
}

/** `aspect_ratio_idc` of an aspect that is written out behind it. */
const extendedAspect = 255;

/** Reads past the parameters of a hypothetical reference decoder (E.1.2), if there are any. Returns whether there are. */
function skipReferenceDecoder(reader: ExpGolombReader): boolean {
  const isThere = reader.bits(1) === 1;
  if (!isThere) return false;
  const count = reader.unsigned() + 1;
  reader.bits(8);
  for (let i = 0; i < count; i++) {
    reader.unsigned();
    reader.unsigned();
    reader.bits(1);
  }
  reader.bits(20);
  return true;
}
