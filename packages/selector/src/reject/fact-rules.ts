import type { FactColumns, RejectSettings } from '@framesieve/core';
import type { FactTest, Rule } from './rule.ts';

/** Noise that nobody sees. */
const invisibleNoise = 0.002;
/** Badly exposed frames are darker, or less dark, than this share of what surrounds them. */
const exposedShare = 0.8;
/** Sharpness varies from frame to frame by some of this many times what is between its median and its upper fifth. */
const spreads = 4;

/** The rules that look at each frame alone. */
export function* absoluteRules({ blackBelow, whiteAbove, flatBelow }: RejectSettings): Generator<Rule> {
  if (blackBelow !== null) yield alone('black', 'meanLuma', 'below', blackBelow);
  if (whiteAbove !== null) yield alone('white', 'meanLuma', 'above', whiteAbove);
  if (flatBelow !== null) yield alone('flat', 'contrast', 'below', flatBelow);
}

function alone(reason: Rule['reason'], fact: FactTest['fact'], side: FactTest['side'], limits: number): Rule {
  return { reason, tests: [{ fact, side, surroundings: null, limits }] };
}

/** Measures what surrounds each row: a quantile of a fact. */
export type Around = (fact: keyof FactColumns, quantile: number) => Float32Array;

/**
 * The rules that compare a frame with what surrounds it, in their order. Each is made only when it is asked for, so that it
 * can leave out what the ones before it have rejected.
 */
export function* relativeRules(
  { exposure, noisy, blocky, blurred }: RejectSettings,
  around: Around,
): Generator<Rule> {
  const test = (
    fact: FactTest['fact'],
    side: FactTest['side'],
    surroundings: Float32Array,
    limitFor: (usual: number) => number,
  ): FactTest => {
    const limits = new Float32Array(surroundings.length);
    for (let row = 0; row < limits.length; row++) limits[row] = limitFor(surroundings[row]!);
    return { fact, side, surroundings, limits };
  };
  if (exposure !== null) {
    const much = (share: number) => share + exposure;
    const dark = test('meanLuma', 'below', around('meanLuma', 0.7), luma => exposedShare * luma);
    yield { reason: 'underexposed', tests: [test('shadows', 'above', around('shadows', 0.3), much), dark] };
    const bright = test('meanLuma', 'above', around('meanLuma', 0.3), luma => 1 - exposedShare * (1 - luma));
    yield {
      reason: 'overexposed',
      tests: [test('highlights', 'above', around('highlights', 0.3), much), bright],
    };
  }
  if (noisy !== null) {
    const limitFor = (noise: number) => noisy * Math.max(invisibleNoise, noise);
    yield { reason: 'noisy', tests: [test('noise', 'above', around('noise', 0.5), limitFor)] };
  }
  if (blocky !== null) {
    const limitFor = (usual: number) => usual + blocky;
    yield { reason: 'blocky', tests: [test('blockiness', 'above', around('blockiness', 0.5), limitFor)] };
  }
  if (blurred !== null) yield { reason: 'blurred', tests: [sharpnessTest(blurred, around)] };
}

/** Where sharpness hardly varies, a loss half as large counts. */
function sharpnessTest(blurred: number, around: Around): FactTest {
  const surroundings = around('sharpness', 0.8);
  const middle = around('sharpness', 0.5);
  const limits = surroundings.map((sharp, row) => {
    const steady = middle[row]! - spreads * (sharp - middle[row]!);
    return Math.max(blurred * sharp, Math.min(((1 + blurred) / 2) * sharp, steady));
  });
  return { fact: 'sharpness', side: 'below', surroundings, limits };
}
