/** Levels of 8 bits → float32, less the level whose four lanes lie at `centre`. */
export function loadLevels(levels: usize, target: usize, count: i32, centre: usize): void {
  const middle = v128.load(centre);
  for (let i = 0; i < count; i += 8) {
    const wide = v128.load_ext<u8>(levels + i);
    const at = target + ((i as usize) << 2);
    v128.store(at, f32x4.sub(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(wide)), middle));
    v128.store(at, f32x4.sub(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(wide)), middle), 16);
  }
}

/** Levels of 8 bits → float32, from 0 to 1, as OpenCV divides them. */
export function loadLevelsAsOpencv(levels: usize, target: usize, count: i32): void {
  const unit = f32x4.splat(1.0 / 255.0);
  for (let i = 0; i < count; i += 8) {
    const wide = v128.load_ext<u8>(levels + i);
    const at = target + ((i as usize) << 2);
    v128.store(at, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(wide)), unit));
    v128.store(at, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(wide)), unit), 16);
  }
}
