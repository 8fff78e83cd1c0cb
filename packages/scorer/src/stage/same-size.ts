import type { Frame } from '@framesieve/core';

/** Whether two frames' pictures are of the same size: that of the area inside black bars, turned and made square alike. */
export function sameSize(a: Frame, b: Frame): boolean {
  const [areaA, areaB] = [a.rendering.crop ?? a.format, b.rendering.crop ?? b.format];
  return (
    areaA.width === areaB.width &&
    areaA.height === areaB.height &&
    a.format.rotation === b.format.rotation &&
    a.format.pixelAspect.numerator * b.format.pixelAspect.denominator ===
      b.format.pixelAspect.numerator * a.format.pixelAspect.denominator
  );
}
