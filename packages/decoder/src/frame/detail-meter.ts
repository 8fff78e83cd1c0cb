import { BlockSteps } from './block-steps.ts';
import { detailKernel, type LineSums } from './detail-kernel.ts';
import { EdgeSharpness, sharpnessOf } from './edge-sharpness.ts';
import { type LumaPatch, LumaPatches, type MeasuredPicture } from './luma-patches.ts';
import { NoiseCells } from './noise-cells.ts';

/** Every third row and column of a patch is looked along. */
const lineStep = 3;

/** The facts that need full resolution. */
export type DetailFacts = { readonly [Name in 'sharpness' | 'noise' | 'blockiness']: number };

/** Measures what needs neighbouring samples at full resolution, in small parts of a picture. One meter serves all pictures. */
export class DetailMeter {
  readonly #patches = new LumaPatches();
  readonly #kernel = detailKernel();
  readonly #across = new Lines(this.#kernel.across);
  readonly #down = new Lines(this.#kernel.down);
  readonly #noise = new NoiseCells();

  /** Measures one picture. */
  measure(picture: MeasuredPicture): DetailFacts {
    this.#across.reset();
    this.#down.reset();
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
    const { width, height, x, y } = patch;
    this.#noise.add(patch);
    this.#kernel.addLines(width, height, x, y);
    this.#across.count(Math.ceil(height / lineStep), width);
    this.#down.count(Math.ceil(width / lineStep), height);
  };
}

/** What is looked at along the lines of one direction. */
class Lines {
  readonly edges: EdgeSharpness;
  readonly blocks: BlockSteps;

  constructor(sums: LineSums) {
    this.edges = new EdgeSharpness(sums);
    this.blocks = new BlockSteps(sums);
  }

  reset(): void {
    this.edges.reset();
    this.blocks.reset();
  }

  count(lines: number, samples: number): void {
    this.edges.count(lines, samples);
    this.blocks.count(lines, samples - 1);
  }
}
