import { readFileSync } from 'node:fs';
import { wasm } from '../frame/web-assembly.ts';

type Depth = 8 | 16;

/**
 * Makes a row of interleaved R, G, B, rounded and clipped, from three rows at addresses: of red, green and blue, or of luma and
 * of both chroma ones as the functions for chroma make them.
 */
type StoreRow = (first: number, second: number, third: number, target: number, count: number) => void;

/** The rows between rows of chroma: those of {@link RgbKernel.widenTwice} are 8 times as large again. */
type BlendRows = (
  first: number,
  second: number,
  count: number,
  eighths: number,
  zero: number,
  target: number,
) => void;

/** Writes the pixels of a row so many bytes apart from each other, backwards where that is negative. */
type ScatterRow = (source: number, target: number, count: number, stepBytes: number) => void;

/** The conversion of rows in WebAssembly, in a small memory of its own: what `assembly/rgb.ts` exports. */
export interface RgbKernel
  extends Readonly<Record<`${'yuv' | 'planes'}${Depth}To${Depth}`, StoreRow>>,
    Readonly<Record<`blend${Depth}`, BlendRows>>,
    Readonly<Record<`scatter${Depth}`, ScatterRow>> {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly formulaAt: { readonly value: number };
  readonly rowsAt: { readonly value: number };
  widenTwice(
    evenSource: number,
    evenEighths: number,
    oddSource: number,
    oddEighths: number,
    count: number,
    target: number,
  ): void;
  widenEvery(source: number, eighths: number, count: number, step: number, target: number): void;
}

let kernel: RgbKernel | null | undefined;

/** The kernel of this thread, loaded when it is first asked for; `null` where WebAssembly has no SIMD. */
export function rgbKernel(): RgbKernel | null {
  if (kernel === undefined) kernel = loadKernel();
  return kernel;
}

function loadKernel(): RgbKernel | null {
  const code = readFileSync(new URL('../../wasm/rgb.wasm', import.meta.url));
  if (!wasm?.validate(code)) return null;
  return new wasm.Instance(new wasm.Module(code)).exports as RgbKernel;
}
