// Compilers make a constant anew at each use, in three instructions; what is loaded before a loop stays in a register. So the
// constants of the loops over samples lie in the working memory, four lanes each: here are their places.

export const centreWeight: usize = 0;
export const nearWeight: usize = 16;
export const farWeight: usize = 32;
export const outermostWeight: usize = 48;
/** What makes the sum over 7 × 7 samples 1. */
export const windowUnit: usize = 64;
/** What is added to the deviation before it divides. */
export const leastDeviation: usize = 80;
/** Where the difference to the local mean and this share of the variance are less than the grain together, both are rounding errors. */
export const varianceShare: usize = 96;
export const grain: usize = 112;
/** The level that samples are taken from. */
export const centreLevel: usize = 128;
// For sums in float64, two lanes each:
export const doubleCentreWeight: usize = 144;
export const doubleNearWeight: usize = 160;
export const doubleFarWeight: usize = 176;
export const doubleUnit: usize = 192;
/** 3 · 2¹⁹: adding and subtracting it leaves multiples of 2⁻³², the spacing of float64 there. */
export const doubleGrain: usize = 208;
export const constantBytes: usize = 224;

// The Gaussian window of 7 samples with standard deviation 7/6, over the weight of its outermost sample.
const doubleCentre: f64 = 27.27914385803276;
const doubleNear: f64 = 18.892698226654122;
const doubleFar: f64 = 6.276011667137297;
const doubleSum: f64 = doubleCentre + 2 * (doubleNear + doubleFar + 1);
const centre: f32 = doubleCentre as f32;
const near: f32 = doubleNear as f32;
const far: f32 = doubleFar as f32;
const lineSum: f64 = (centre as f64) + 2 * ((near as f64) + (far as f64) + 1);

@inline
export function put(at: usize, value: f32): void {
  v128.store(at, f32x4.splat(value));
}

@inline
export function putDouble(at: usize, value: f64): void {
  v128.store(at, f64x2.splat(value));
}

/** Writes the constants for levels from 0 to 255, but for what follows from the samples themselves (see local-centre.ts). */
export function writeConstants(at: usize): void {
  put(at + centreWeight, centre);
  put(at + nearWeight, near);
  put(at + farWeight, far);
  put(at + outermostWeight, 1);
  put(at + windowUnit, (1 / (lineSum * lineSum)) as f32);
  put(at + leastDeviation, 1);
  putDouble(at + doubleCentreWeight, doubleCentre);
  putDouble(at + doubleNearWeight, doubleNear);
  putDouble(at + doubleFarWeight, doubleFar);
  putDouble(at + doubleUnit, 1 / (doubleSum * doubleSum));
  putDouble(at + doubleGrain, 1572864);
}

/** Writes those of OpenCV, for levels from 0 to 1: the same window with sum 1. */
export function writeOpencvConstants(at: usize): void {
  put(at + centreWeight, 0.34263151884078979);
  put(at + nearWeight, 0.23729607462882996);
  put(at + farWeight, 0.07882796227931976);
  put(at + outermostWeight, 0.01256020087748766);
  put(at + windowUnit, 1);
  put(at + leastDeviation, 1.0 / 255.0);
}
