import { BlockSteps } from './block-steps.ts';
import { EdgeSharpness, sharpnessOf } from './edge-sharpness.ts';
import { type LumaPatch, LumaPatches, type MeasuredPicture, patchSize } from './luma-patches.ts';
import { NoiseCells } from './noise-cells.ts';

/** Every third row and column of a patch is looked along. */
const lineStep = 3;

/** The facts that need full resolution. */
export type DetailFacts = { readonly [Name in 'sharpness' | 'noise' | 'blockiness']: number };

/** Measures what needs neighbouring samples at full resolution, in small parts of a picture. One meter serves all pictures. */
export class DetailMeter {
  readonly #patches = new LumaPatches();
  readonly #across = { edges: new EdgeSharpness(), blocks: new BlockSteps() };
  readonly #down = { edges: new EdgeSharpness(), blocks: new BlockSteps() };
  readonly #noise = new NoiseCells();
  readonly #steps = new Int32Array(patchSize);

  /** Measures one picture. */
  measure(picture: MeasuredPicture): DetailFacts {
    for (const { edges, blocks } of [this.#across, this.#down]) {
      edges.reset();
      blocks.reset();
    }
    this.#noise.reset();
    this.#patches.forEach(picture, this.#add);
    const [across, down] = [this.#across.blocks.result(), this.#down.blocks.result()];
    // What has a period of eight in one direction alone is a pattern; the rows of a field are not those of its blocks.
    const isInterlaced = picture.format.scan !== 'progressive';
    const blockiness = isInterlaced ? across : Math.min(across ?? 0, down ?? 0);
    return {
      sharpness: sharpnessOf(this.#across.edges, this.#down.edges),
      noise: this.#noise.result(),
      blockiness: Math.max(0, blockiness ?? 0),
    };
  }

  readonly #add = (patch: LumaPatch): void => {
    const { samples, width, height, x, y } = patch;
    this.#noise.add(patch);
    for (let row = 0; row < height; row += lineStep)
      this.#addLine(this.#across, samples, row * patchSize, 1, width, x);
    for (let column = 0; column < width; column += lineStep)
      this.#addLine(this.#down, samples, column, patchSize, height, y);
  };

  #addLine(
    { edges, blocks }: { readonly edges: EdgeSharpness; readonly blocks: BlockSteps },
    samples: Int32Array,
    start: number,
    stride: number,
    count: number,
    position: number,
  ): void {
    const steps = this.#steps;
    for (let i = 0, at = start; i < count - 1; i++, at += stride)
      steps[i] = Math.abs(samples[at + stride]! - samples[at]!);
    blocks.add(steps, count - 1, position);
    edges.add(samples, start, stride, count, steps);
  }
}
