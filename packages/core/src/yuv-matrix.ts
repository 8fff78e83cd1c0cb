import type { ResolvedColor } from './resolve-color.ts';

/** How R, G and B in 0 … 1 follow from luma in 0 … 1 and the two chroma samples in −0.5 … 0.5. */
export interface YuvMatrix {
  readonly redFromV: number;
  readonly redFromU: number;
  readonly greenFromU: number;
  readonly greenFromV: number;
  readonly blueFromU: number;
  readonly blueFromV: number;
}

/** Luma weights of red and blue (ITU-T H.273, table 4). */
const lumaWeights: Readonly<Record<string, readonly [red: number, blue: number]>> = {
  bt709: [0.2126, 0.0722],
  bt601: [0.299, 0.114],
  bt2020: [0.2627, 0.0593],
  smpte240m: [0.212, 0.087],
  fcc: [0.3, 0.11],
};

/** The matrix of a colour; for YCgCo, U is Cg and V is Co. */
export function yuvMatrix(matrix: Exclude<ResolvedColor['matrix'], 'rgb'>): YuvMatrix {
  if (matrix === 'ycgco') {
    return { redFromU: -1, redFromV: 1, greenFromU: 1, greenFromV: 0, blueFromU: -1, blueFromV: -1 };
  }
  const [red, blue] = lumaWeights[matrix]!;
  const green = 1 - red - blue;
  return {
    redFromU: 0,
    redFromV: 2 * (1 - red),
    greenFromU: (-2 * blue * (1 - blue)) / green,
    greenFromV: (-2 * red * (1 - red)) / green,
    blueFromU: 2 * (1 - blue),
    blueFromV: 0,
  };
}
