import type { RgbImage } from '@framesieve/core';

const width = 288;
const height = 192;

/**
 * The pictures that every model is tried on: a textured one and the same blurred, 8-bit RGB, 288 × 192 pixels. They are made by
 * integer arithmetic alone, so they are the same on every machine.
 */
export function selfTestPictures(): readonly RgbImage[] {
  const sharp = texture();
  return [sharp, blur(sharp)];
}

/** Patches of colour with hard edges at three sizes, and grain. */
function texture(): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < 3; channel++) {
        const cells = [48, 16, 5].map(size => {
          const skewed = Math.floor((x + (y >> 2)) / size);
          return noise(skewed, Math.floor(y / size), size * 3 + channel) - 128;
        });
        const grain = noise(x, y, 1) - 128;
        const level = 128 + ((cells[0]! * 8 + cells[1]! * 5 + cells[2]! * 3 + grain) >> 4);
        data[(y * width + x) * 3 + channel] = Math.min(255, Math.max(0, level));
      }
    }
  }
  return { width, height, data };
}

/** Mean of 5 × 5 pixels, rounded down; beyond the edges the edge is repeated. */
function blur({ data }: RgbImage): RgbImage {
  const reach = [-2, -1, 0, 1, 2];
  const inside = (position: number, size: number) => Math.min(size - 1, Math.max(0, position));
  const blurred = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const channel = i % 3;
    const x = Math.floor(i / 3) % width;
    const y = Math.floor(i / 3 / width);
    let sum = 0;
    for (const dy of reach) {
      for (const dx of reach)
        sum += data[(inside(y + dy, height) * width + inside(x + dx, width)) * 3 + channel]!;
    }
    blurred[i] = Math.floor(sum / 25);
  }
  return { width, height, data: blurred };
}

/** A whole number from 0 to 255 for a place: the finaliser of MurmurHash3 over its coordinates. */
function noise(x: number, y: number, seed: number): number {
  let hash = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca77) ^ Math.imul(seed, 0xc2b2ae3d);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 24;
}
