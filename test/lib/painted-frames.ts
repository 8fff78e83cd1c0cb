import {
  type ColorDescription,
  codeRange,
  type Frame,
  parsePixelFormat,
  type Rectangle,
} from '@framesieve/core';
import { makeFrame } from '@framesieve/testkit';
import {
  addNoise,
  createRandom,
  deadLeaves,
  defocus,
  type Picture,
  type Plane,
  takePicture,
} from '@framesieve/testkit/clips';

/** How painted pictures become frames: what the samples are, and what is said of them. */
export interface Painting {
  readonly pixelFormat: string;
  readonly color?: Partial<ColorDescription>;
  readonly rotation?: 0 | 90 | 180 | 270;
  readonly mirrored?: boolean;
  readonly crop?: Rectangle;
}

const [width, height] = [402, 298];
let pictures: readonly Picture[] | null = null;

/** Pictures of one scene, each out of focus and noisy by another measure. */
function paintedPictures(): readonly Picture[] {
  const random = createRandom(17);
  const scene = deadLeaves({ width: width + 40, height: height + 10, seed: 4 });
  pictures ??= Array.from({ length: 24 }, (_, i) => {
    const seen = takePicture(scene, 1 + i * 1.25, 2, width, height);
    return addNoise(defocus(seen, (i * 7) % 5), 0.5 + ((i * 5) % 12), random);
  });
  return pictures;
}

/** The same 24 pictures as frames of a format. Chroma is that of 4:2:0, repeated where there is room for more. */
export function paintFrames({
  pixelFormat,
  color,
  rotation = 0,
  mirrored = false,
  crop,
}: Painting): readonly Frame[] {
  const parsed = parsePixelFormat(pixelFormat)!;
  const described: ColorDescription = {
    matrix: 'bt709',
    range: 'limited',
    chromaLocation: 'left',
    transfer: 'bt709',
    primaries: 'bt709',
    ...color,
  };
  const { black, white, fullRange } = codeRange({ pixelFormat: parsed, color: described });
  const [middle, largest] = [2 ** (parsed.bitDepth - 1), 2 ** parsed.bitDepth - 1];
  const chromaSpan = fullRange ? largest : (white - black) * (224 / 219);
  const clip = (value: number) => Math.round(Math.min(largest, Math.max(0, value)));
  return paintedPictures().map(({ luma, cb, cr }) =>
    makeFrame(
      pixelFormat,
      width,
      height,
      (plane, x, y) => {
        if (plane === 0) return clip(black + (at(luma, x, y) / 255) * (white - black));
        const [column, row] = [(x << parsed.log2ChromaWidth) >> 1, (y << parsed.log2ChromaHeight) >> 1];
        return clip(middle + (at(plane === 1 ? cb : cr, column, row) / 255) * chromaSpan);
      },
      { color: described, rotation, mirrored },
      { crop: crop ?? null },
    ),
  );
}

function at(plane: Plane, x: number, y: number): number {
  return plane.samples[y * plane.width + x]!;
}
