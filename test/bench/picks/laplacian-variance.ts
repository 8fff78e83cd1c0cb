import type { Frame } from '@framesieve/core';
import { planeSamples } from '@framesieve/decoder';

/**
 * Variance of the luma plane under the kernel 0 1 0 / 1 −4 1 / 0 1 0 (J. L. Pech-Pacheco et al., "Diatom autofocusing in
 * brightfield microscopy", ICPR 2000).
 */
export function laplacianVariance({
  bytes,
  layout,
  format,
}: Pick<Frame, 'bytes' | 'layout' | 'format'>): number {
  const plane = layout.planes[0]!;
  const { width, height } = plane;
  const luma = planeSamples(bytes, plane, format.pixelFormat);
  let [sum, squares] = [0, 0];
  for (let y = 1; y < height - 1; y++) {
    for (let at = y * width + 1; at < (y + 1) * width - 1; at++) {
      const response = luma[at - width]! + luma[at + width]! + luma[at - 1]! + luma[at + 1]! - 4 * luma[at]!;
      sum += response;
      squares += response * response;
    }
  }
  const count = (width - 2) * (height - 2);
  return squares / count - (sum / count) ** 2;
}
