import { createRandom, type Random } from './random.ts';

/** A plane of samples, rows from the top, without padding. */
export interface Plane {
  readonly samples: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** A picture larger than a frame, for a camera to look at. Luma is 0…255, chroma −128…127 (BT.709). */
export interface Scene {
  /** Size in pixels of the camera. */
  readonly width: number;
  readonly height: number;
  /** Two samples per pixel each way. */
  readonly luma: Plane;
  /** One sample per pixel each way. */
  readonly cb: Plane;
  readonly cr: Plane;
}

/** What scene to paint. */
export interface SceneOptions {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly seed: number;
}

// In samples of luma, two to a pixel of the camera.
const smallestRadius = 4;
// As a share of the scene's height in samples: none fills the picture alone.
const largestRadiusShare = 0.3;
// Each sample is covered this often on average, so that next to nothing (e^-7) of the background shows.
const coverage = 7;

/**
 * Paints a "dead leaves" scene: opaque discs falling one upon another, with radii distributed as r^-3, which gives the
 * occlusions, edges and scale invariance of natural pictures (A. B. Lee, D. Mumford, J. Huang, "Occlusion models for
 * natural images", International Journal of Computer Vision 41, 2001). Edges are anti-aliased; larger discs are shaded
 * and textured. The same options give the same scene on every machine.
 */
export function deadLeaves({ width, height, seed }: SceneOptions): Scene {
  const random = createRandom(seed);
  const luma = createPlane(width * 2, height * 2, 128);
  const cb = createPlane(width, height, 0);
  const cr = createPlane(width, height, 0);
  const texture = createTexture(random);
  const largestRadius = largestRadiusShare * luma.height;
  const meanArea = 2 * Math.PI * smallestRadius ** 2 * Math.log(largestRadius / smallestRadius);
  const discs = Math.round((coverage * luma.width * luma.height) / meanArea);
  for (let i = 0; i < discs; i++) {
    const radius = powerLawRadius(random, smallestRadius, largestRadius);
    const x = random.between(-radius, luma.width + radius);
    const y = random.between(-radius, luma.height + radius);
    const color = randomColor(random);
    const surface = radius > 8 ? randomSurface(random, radius) : plain;
    paintDisc(luma, x, y, radius, color.luma, surface, texture);
    paintDisc(cb, x / 2, y / 2, radius / 2, color.cb, plain, texture);
    paintDisc(cr, x / 2, y / 2, radius / 2, color.cr, plain, texture);
  }
  for (let i = 0; i < luma.samples.length; i++) {
    luma.samples[i] = Math.min(255, Math.max(0, luma.samples[i]!));
  }
  return { width, height, luma, cb, cr };
}

/** How luma varies over a disc: a slope across it, and a texture. */
interface Surface {
  readonly slopeX: number;
  readonly slopeY: number;
  readonly textureStrength: number;
  readonly textureOffset: number;
}

const plain: Surface = { slopeX: 0, slopeY: 0, textureStrength: 0, textureOffset: 0 };

function createPlane(width: number, height: number, value: number): Plane {
  return { samples: new Float32Array(width * height).fill(value), width, height };
}

/** Inverts the distribution function of a density proportional to r^-3 between the two radii. */
function powerLawRadius(random: Random, smallest: number, largest: number): number {
  return (smallest ** -2 - random.unit() * (smallest ** -2 - largest ** -2)) ** -0.5;
}

function randomColor(random: Random) {
  const grey = random.between(12, 235);
  const saturation = random.unit() ** 2 * 0.6;
  const channel = () => grey * (1 - saturation) + random.between(0, 235) * saturation;
  const [red, green, blue] = [channel(), channel(), channel()];
  // BT.709: Kr = 0.2126, Kb = 0.0722.
  const luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return { luma, cb: (blue - luma) / 1.8556, cr: (red - luma) / 1.5748 };
}

function randomSurface(random: Random, radius: number): Surface {
  const shade = random.between(0, 30) / radius;
  const angle = random.between(0, 2 * Math.PI);
  return {
    slopeX: shade * Math.cos(angle),
    slopeY: shade * Math.sin(angle),
    textureStrength: random.unit() < 0.6 ? random.between(4, 30) : 0,
    textureOffset: random.bits() >>> 0,
  };
}

function paintDisc(
  plane: Plane,
  centerX: number,
  centerY: number,
  radius: number,
  value: number,
  surface: Surface,
  texture: Float32Array,
): void {
  const { samples, width, height } = plane;
  const { slopeX, slopeY, textureStrength, textureOffset } = surface;
  const top = Math.max(0, Math.floor(centerY - radius - 1));
  const bottom = Math.min(height - 1, Math.ceil(centerY + radius + 1));
  const outer = (radius + 0.5) ** 2;
  const inner = Math.max(0, radius - 0.5) ** 2;
  for (let y = top; y <= bottom; y++) {
    const dy = y + 0.5 - centerY;
    const halfChord = Math.sqrt(Math.max(0, outer - dy * dy));
    const left = Math.max(0, Math.floor(centerX - halfChord - 0.5));
    const right = Math.min(width - 1, Math.ceil(centerX + halfChord - 0.5));
    const textureRow = (((textureOffset >>> 8) + y) & textureMask) * textureSize;
    for (let x = left; x <= right; x++) {
      const dx = x + 0.5 - centerX;
      const squared = dx * dx + dy * dy;
      if (squared >= outer) continue;
      let target = value + slopeX * dx + slopeY * dy;
      if (textureStrength > 0) {
        target += textureStrength * texture[textureRow + ((textureOffset + x) & textureMask)]!;
      }
      const at = y * width + x;
      // The share of the sample that the disc covers, taking its edge for straight there.
      const cover = squared <= inner ? 1 : radius + 0.5 - Math.sqrt(squared);
      samples[at] = samples[at]! + cover * (target - samples[at]!);
    }
  }
}

const textureSize = 256;
const textureMask = textureSize - 1;

/** A tile of noise that is alike at all scales: octaves of value noise of equal strength, about −1…1. */
function createTexture(random: Random): Float32Array {
  const tile = new Float32Array(textureSize * textureSize);
  const octaves = [2, 4, 8, 16, 32];
  for (const period of octaves) {
    const cells = textureSize / period;
    const lattice = Float32Array.from({ length: cells * cells }, () => random.between(-1, 1));
    for (let y = 0; y < textureSize; y++) {
      for (let x = 0; x < textureSize; x++) {
        tile[y * textureSize + x]! +=
          latticeValue(lattice, cells, x / period, y / period) / Math.sqrt(octaves.length);
      }
    }
  }
  return tile;
}

/** Bilinear interpolation in a lattice that repeats. */
function latticeValue(lattice: Float32Array, cells: number, x: number, y: number): number {
  const [x0, y0] = [Math.floor(x), Math.floor(y)];
  const [x1, y1] = [(x0 + 1) % cells, (y0 + 1) % cells];
  const [fx, fy] = [x - x0, y - y0];
  const above = lattice[y0 * cells + x0]! * (1 - fx) + lattice[y0 * cells + x1]! * fx;
  const below = lattice[y1 * cells + x0]! * (1 - fx) + lattice[y1 * cells + x1]! * fx;
  return above * (1 - fy) + below * fy;
}
