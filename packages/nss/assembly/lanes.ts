/** Multiplies and adds lane by lane, a · b + c: rounded once in the kernel that fuses, twice in the other. */
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** c − a · b, rounded like {@link multiplyAdd}. */
@inline
export function multiplySubtract(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_nmadd(a, b, c);
  return f32x4.sub(c, f32x4.mul(a, b));
}

/** {@link multiplyAdd} of two lanes of float64. */
@inline
export function multiplyAddDouble(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f64x2.relaxed_madd(a, b, c);
  return f64x2.add(f64x2.mul(a, b), c);
}

/** {@link multiplySubtract} of two lanes of float64. */
@inline
export function multiplySubtractDouble(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f64x2.relaxed_nmadd(a, b, c);
  return f64x2.sub(c, f64x2.mul(a, b));
}

/** The smallest multiple of `unit`, a power of two, from `value` on. */
@inline
export function roundedUp(value: i32, unit: i32): i32 {
  return (value + unit - 1) & -unit;
}

// Loops do two vectors at once. An access takes an offset only if that is a constant, so functions for both are generic: `offsetof`
// of these is 0 and 16.

@unmanaged
export class FirstVector {}

@unmanaged
export class SecondVector {
  low: u64;
  high: u64;
}
