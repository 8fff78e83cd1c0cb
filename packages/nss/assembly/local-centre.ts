import { rowAt, ScalePlan } from './scale';
import { centreLevel, grain, varianceShare } from './window-constants';

/** Half of float32's spacing, times the roundings on the way to a mean or to a mean square. */
const roundingError: f32 = 8.0 / 16777216.0;

/** So that its inverse is a number. */
const leastReach: f32 = 1;

/**
 * Finds the level that the samples of a tile are taken from before they are squared: σ² is a small difference of large numbers, and
 * float32 holds it the better the smaller they are. How large they are decides what is rounding, which in a flat area would count as
 * if it were texture.
 */
export function centreSamples(
  plan: ScalePlan,
  start: i32,
  top: i32,
  width: i32,
  height: i32,
  constants: usize,
): void {
  let lows = i8x16.splat(-1);
  let highs = i8x16.splat(0);
  for (let row = top - 3; row < top + height + 3; row++) {
    // Rows beyond the edge that repeat the outermost one tell nothing new.
    if (!plan.beyond && (row < 0 || row >= plan.height)) continue;
    // Up to 15 levels behind a row count too.
    const levels = rowAt(plan, row) + start - 4;
    for (let i = 0; i < width + 8; i += 16) {
      const some = v128.load(levels + i);
      lows = i8x16.min_u(lows, some);
      highs = i8x16.max_u(highs, some);
    }
  }
  const least = leastLevel(lows);
  const most: f32 = 255 - leastLevel(v128.not(highs));
  const centre = nearest<f32>((least + most) * 0.5);
  v128.store(constants + centreLevel, f32x4.splat(centre));
  writeReach(most, least, centre, 2, constants);
}

/** How many times rounding what is far from it is at half size, where all that is nearer is computed in float64. */
const farFromRounding: f32 = 8;

/** The same for samples of half the size. */
export function centreHalf(
  plan: ScalePlan,
  start: i32,
  top: i32,
  width: i32,
  height: i32,
  constants: usize,
): void {
  let lows = f32x4.splat(Infinity);
  let highs = f32x4.splat(-Infinity);
  for (let row = top - 3; row < top + height + 3; row++) {
    if (!plan.beyond && (row < 0 || row >= plan.height)) continue;
    const samples = rowAt(plan, row) + ((start - 4) << 2);
    for (let i = 0; i < width + 8; i += 4) {
      const some = v128.load(samples + ((i as usize) << 2));
      lows = f32x4.pmin(lows, some);
      highs = f32x4.pmax(highs, some);
    }
  }
  const least = min(
    min(f32x4.extract_lane(lows, 0), f32x4.extract_lane(lows, 1)),
    min(f32x4.extract_lane(lows, 2), f32x4.extract_lane(lows, 3)),
  );
  const most = max(
    max(f32x4.extract_lane(highs, 0), f32x4.extract_lane(highs, 1)),
    max(f32x4.extract_lane(highs, 2), f32x4.extract_lane(highs, 3)),
  );
  const centre = nearest<f32>((least + most) * 0.5);
  v128.store(constants + centreLevel, f32x4.splat(centre));
  writeReach(most, least, centre, farFromRounding, constants);
}

function writeReach(most: f32, least: f32, centre: f32, times: f32, constants: usize): void {
  // A mean of samples up to `reach` is off by reach · roundingError at most, their variance by reach times that.
  const reach = max(max(most - centre, centre - least), leastReach);
  v128.store(constants + varianceShare, f32x4.splat(1 / reach));
  v128.store(constants + grain, f32x4.splat(times * reach * roundingError));
}

function leastLevel(levels: v128): f32 {
  const halves = i8x16.min_u(levels, i64x2.shuffle(levels, levels, 1, 0));
  const eight = i64x2.extract_lane(halves, 0);
  let least: u8 = 255;
  for (let shift = 0; shift < 64; shift += 8) least = min<u8>(least, (eight >> shift) as u8);
  return least as f32;
}
