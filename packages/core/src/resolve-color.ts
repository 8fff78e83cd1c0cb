import { type CodeRange, codeRange } from './code-range.ts';
import { type ColorMatrix, isHighDynamicRange } from './color.ts';
import type { PictureFormat } from './frame.ts';

/** The colour of a picture with nothing left open. */
export interface ResolvedColor extends CodeRange {
  readonly matrix: Exclude<ColorMatrix, 'unknown'>;
}

/**
 * Fills in what a picture's colour tags leave open. Matrix: BT.2020 where the primaries are, or the transfer is PQ or HLG;
 * else BT.709 from 1280 × 720 on (wide or high enough), BT.601 below. The range is that of {@link codeRange}.
 */
export function resolveColor(
  format: Pick<PictureFormat, 'width' | 'height' | 'pixelFormat' | 'color'>,
): ResolvedColor {
  const matrix = format.pixelFormat.model === 'rgb' ? 'rgb' : matrixOf(format);
  return { matrix, ...codeRange(format) };
}

/** RGB can't be subsampled, so a tag that says so of a subsampled picture is as good as none. */
function matrixOf(format: Parameters<typeof resolveColor>[0]): ResolvedColor['matrix'] {
  const { pixelFormat, color } = format;
  const subsampled = pixelFormat.log2ChromaWidth > 0 || pixelFormat.log2ChromaHeight > 0;
  const usable = color.matrix !== 'unknown' && !(color.matrix === 'rgb' && subsampled);
  return usable ? (color.matrix as ResolvedColor['matrix']) : untaggedMatrix(format);
}

function untaggedMatrix({
  width,
  height,
  color,
}: Parameters<typeof resolveColor>[0]): ResolvedColor['matrix'] {
  if (color.primaries === 'bt2020' || isHighDynamicRange(color)) return 'bt2020';
  return width >= 1280 || height >= 720 ? 'bt709' : 'bt601';
}
