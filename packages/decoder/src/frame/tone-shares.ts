/** Luma up to the first counts as black; from there to the second less and less does. */
const shadowRamp = { whole: 0.05, none: 0.15 } as const;
/** Luma from the first on counts as white; from there down to the second less and less does. */
const highlightRamp = { whole: 0.99, none: 0.94 } as const;

/** Luma is counted in so many levels. */
const levels = 1024;

const shadowWeights = weights(shadowRamp);
const highlightWeights = weights(highlightRamp);

/** How many of them are one tone, of 32, and by how many the ranges lie apart that a tone is looked for in. */
const toneLevels = levels / 32;
const toneStep = toneLevels / 4;

/** The facts about how often which luma occurs. */
export type ToneFacts = { readonly [Name in 'shadows' | 'highlights' | 'dominance']: number };

/** Measures how much of a grid of luma, 0 … 1, is black, white, or of one tone. */
export class ToneShares {
  readonly #counts = new Int32Array(levels);

  /** Measures one grid. */
  measure(grid: Float32Array): ToneFacts {
    const counts = this.#counts.fill(0);
    for (let i = 0; i < grid.length; i++) counts[(grid[i]! * (levels - 1) + 0.5) | 0]! += 1;
    let [shadows, highlights, dominance] = [0, 0, 0];
    for (let level = 0; level < levels; level++) {
      const count = counts[level]!;
      if (count === 0) continue;
      shadows += count * shadowWeights[level]!;
      highlights += count * highlightWeights[level]!;
    }
    for (let start = 0; start + toneLevels <= levels; start += toneStep) {
      let count = 0;
      for (let level = start; level < start + toneLevels; level++) count += counts[level]!;
      dominance = Math.max(dominance, count);
    }
    const { length } = grid;
    return { shadows: shadows / length, highlights: highlights / length, dominance: dominance / length };
  }
}

/** What each level counts for. */
function weights({ whole, none }: { readonly whole: number; readonly none: number }): Float64Array {
  const weightOf = (luma: number) => Math.min(1, Math.max(0, (luma - none) / (whole - none)));
  return Float64Array.from({ length: levels }, (_, level) => weightOf(level / (levels - 1)));
}
