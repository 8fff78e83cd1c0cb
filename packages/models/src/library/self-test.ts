import type { ModelRunner } from './model-library.ts';
import { selfTestPictures } from './self-test-pictures.ts';

/** Most by which scores may differ from machine to machine: 0.01, or a thousandth of the score. */
const tolerance = (score: number) => Math.max(0.01, Math.abs(score) / 1000);

/** Scores the self-test pictures; `null` where the metric has no score. */
export async function runSelfTest(run: ModelRunner, model: Uint8Array): Promise<(number | null)[]> {
  return (await run(model, selfTestPictures())).map(({ score }) => score);
}

/**
 * Compares scores with recorded ones.
 *
 * @returns a phrase for each that differs by more than rounding does.
 */
export function differences(
  scores: readonly (number | null)[],
  recorded: readonly (number | null)[],
): readonly string[] {
  if (scores.length !== recorded.length) return [`${scores.length} scores, ${recorded.length} are recorded`];
  return scores.flatMap((score, i) => {
    const expected = recorded[i]!;
    const same =
      score === null || expected === null
        ? score === expected
        : Math.abs(score - expected) <= tolerance(expected);
    return same ? [] : [`picture ${i + 1} has ${shown(score)}, ${shown(expected)} is recorded`];
  });
}

function shown(score: number | null): string {
  return score === null ? 'no score' : score.toFixed(4);
}
