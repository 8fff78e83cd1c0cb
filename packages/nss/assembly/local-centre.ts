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
  let least: f32 = Infinity;
  let most: f32 = -Infinity;
  for (let row = top - 3; row < top + height + 3; row++) {
    // Rows beyond the edge that repeat the outermost one tell nothing new.
    if (!plan.beyond && (row < 0 || row >= plan.height)) continue;
    const range = levelRange(rowAt(plan, row) + start - 4, width + 8);
    least = min(least, f32x4.extract_lane(range, 0));
    most = max(most, f32x4.extract_lane(range, 1));
  }
  const centre = nearest<f32>((least + most) * 0.5);
  v128.store(constants + centreLevel, f32x4.splat(centre));
  // A mean of samples up to `reach` is off by reach · roundingError at most, their variance by reach times that.
  const reach = max(max(most - centre, centre - least), leastReach);
  v128.store(constants + varianceShare, f32x4.splat(1 / reach));
  v128.store(constants + grain, f32x4.splat(2 * reach * roundingError));
}

/** The least of some levels and the greatest, in two lanes; up to 15 levels behind them count too. */
function levelRange(levels: usize, count: i32): v128 {
  let least = v128.load(levels);
  let most = least;
  for (let i = 16; i < count; i += 16) {
    const some = v128.load(levels + i);
    least = i8x16.min_u(least, some);
    most = i8x16.max_u(most, some);
  }
  least = i8x16.min_u(least, i64x2.shuffle(least, least, 1, 0));
  most = i8x16.max_u(most, i64x2.shuffle(most, most, 1, 0));
  const lows = i64x2.extract_lane(least, 0);
  const highs = i64x2.extract_lane(most, 0);
  let low: u8 = 255;
  let high: u8 = 0;
  for (let shift = 0; shift < 64; shift += 8) {
    low = min<u8>(low, (lows >> shift) as u8);
    high = max<u8>(high, (highs >> shift) as u8);
  }
  return f32x4.replace_lane(f32x4.splat(low as f32), 1, high as f32);
}
