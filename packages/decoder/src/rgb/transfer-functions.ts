// Constants of SMPTE ST 2084, which ITU-R BT.2100 repeats in table 4.
const m1 = 2610 / 16384;
const m2 = (2523 / 4096) * 128;
const c1 = 3424 / 4096;
const c2 = (2413 / 4096) * 32;
const c3 = (2392 / 4096) * 32;

/** Luminance of full-scale PQ, in cd/m². */
const pqPeak = 10000;

/** The EOTF of PQ: from a signal in 0 … 1 to light in 0 … 10,000 cd/m². */
export function pqToLight(signal: number): number {
  const power = signal ** (1 / m2);
  return pqPeak * (Math.max(power - c1, 0) / (c2 - c3 * power)) ** (1 / m1);
}

/** The inverse EOTF of PQ: from light in 0 … 10,000 cd/m² to a signal in 0 … 1. */
export function lightToPq(light: number): number {
  const power = (light / pqPeak) ** m1;
  return ((c1 + c2 * power) / (1 + c3 * power)) ** m2;
}

// Constants of HLG in ITU-R BT.2100, table 5.
const a = 0.17883277;
const b = 1 - 4 * a;
const c = 0.5 - a * Math.log(4 * a);

/** The inverse OETF of HLG: from a signal in 0 … 1 to the light of the scene in 0 … 1. */
export function hlgToScene(signal: number): number {
  return signal <= 0.5 ? (signal * signal) / 3 : (Math.exp((signal - c) / a) + b) / 12;
}

/** What HLG is shown with: the system gamma of BT.2100 for a display whose peak is 1,000 cd/m². */
export const hlgDisplay = { peak: 1000, gamma: 1.2 } as const;

/** Luma weights of R, G, B in BT.2100, by which HLG weighs the brightness of the scene. */
export const hlgWeights = [0.2627, 0.678, 0.0593] as const;
