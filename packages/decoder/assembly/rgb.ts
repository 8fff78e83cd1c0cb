import { planes, yuv } from './rgb-rows';

export { blend8, blend16, widenEvery, widenTwice } from './chroma-rows';
export { formulaAt } from './rgb-rows';
export { scatter8, scatter16 } from './scatter';

/** From here on there is room for rows; some must be left before and behind each of them. */
export const rowsAt: usize = 256;

export function yuv8To8(luma: usize, chromaU: usize, chromaV: usize, target: usize, count: i32): void {
  yuv<u8, u8>(luma, chromaU, chromaV, target, count);
}

export function yuv8To16(luma: usize, chromaU: usize, chromaV: usize, target: usize, count: i32): void {
  yuv<u8, u16>(luma, chromaU, chromaV, target, count);
}

export function yuv16To8(luma: usize, chromaU: usize, chromaV: usize, target: usize, count: i32): void {
  yuv<u16, u8>(luma, chromaU, chromaV, target, count);
}

export function yuv16To16(luma: usize, chromaU: usize, chromaV: usize, target: usize, count: i32): void {
  yuv<u16, u16>(luma, chromaU, chromaV, target, count);
}

export function planes8To8(red: usize, green: usize, blue: usize, target: usize, count: i32): void {
  planes<u8, u8>(red, green, blue, target, count);
}

export function planes8To16(red: usize, green: usize, blue: usize, target: usize, count: i32): void {
  planes<u8, u16>(red, green, blue, target, count);
}

export function planes16To8(red: usize, green: usize, blue: usize, target: usize, count: i32): void {
  planes<u16, u8>(red, green, blue, target, count);
}

export function planes16To16(red: usize, green: usize, blue: usize, target: usize, count: i32): void {
  planes<u16, u16>(red, green, blue, target, count);
}
