import type { ColorDescription } from '@framesieve/core';
import * as av from 'node-av/constants';

const matrices: Readonly<Record<ColorDescription['matrix'], av.AVColorSpace>> = {
  rgb: av.AVCOL_SPC_RGB,
  bt709: av.AVCOL_SPC_BT709,
  bt601: av.AVCOL_SPC_SMPTE170M,
  bt2020: av.AVCOL_SPC_BT2020_NCL,
  smpte240m: av.AVCOL_SPC_SMPTE240M,
  fcc: av.AVCOL_SPC_FCC,
  ycgco: av.AVCOL_SPC_YCGCO,
  unknown: av.AVCOL_SPC_UNSPECIFIED,
};

const ranges: Readonly<Record<ColorDescription['range'], av.AVColorRange>> = {
  limited: av.AVCOL_RANGE_MPEG,
  full: av.AVCOL_RANGE_JPEG,
  unknown: av.AVCOL_RANGE_UNSPECIFIED,
};

const chromaLocations: Readonly<Record<ColorDescription['chromaLocation'], av.AVChromaLocation>> = {
  left: av.AVCHROMA_LOC_LEFT,
  center: av.AVCHROMA_LOC_CENTER,
  topleft: av.AVCHROMA_LOC_TOPLEFT,
  top: av.AVCHROMA_LOC_TOP,
  bottomleft: av.AVCHROMA_LOC_BOTTOMLEFT,
  bottom: av.AVCHROMA_LOC_BOTTOM,
  unknown: av.AVCHROMA_LOC_UNSPECIFIED,
};

const transfers: Readonly<Record<string, av.AVColorTransferCharacteristic>> = {
  bt709: av.AVCOL_TRC_BT709,
  smpte170m: av.AVCOL_TRC_SMPTE170M,
  'iec61966-2-1': av.AVCOL_TRC_IEC61966_2_1,
  smpte2084: av.AVCOL_TRC_SMPTE2084,
  'arib-std-b67': av.AVCOL_TRC_ARIB_STD_B67,
  unknown: av.AVCOL_TRC_UNSPECIFIED,
};

const primaries: Readonly<Record<string, av.AVColorPrimaries>> = {
  bt709: av.AVCOL_PRI_BT709,
  smpte170m: av.AVCOL_PRI_SMPTE170M,
  bt470bg: av.AVCOL_PRI_BT470BG,
  bt2020: av.AVCOL_PRI_BT2020,
  unknown: av.AVCOL_PRI_UNSPECIFIED,
};

/** FFmpeg's numbers for a colour description. */
export function colorCodes(color: ColorDescription) {
  const transfer = transfers[color.transfer];
  const primary = primaries[color.primaries];
  if (transfer === undefined) throw new RangeError(`Transfer ${color.transfer} is not one that clips know.`);
  if (primary === undefined)
    throw new RangeError(`Primaries ${color.primaries} are not ones that clips know.`);
  return {
    colorSpace: matrices[color.matrix],
    colorRange: ranges[color.range],
    chromaLocation: chromaLocations[color.chromaLocation],
    colorTrc: transfer,
    colorPrimaries: primary,
  };
}
