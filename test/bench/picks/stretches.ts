import { createRandom, type Random } from '@framesieve/testkit/clips';

/** Ways in which the frames of a stretch are made bad. */
export const badKinds = [
  'defocus',
  'soft focus',
  'noise',
  'under-exposure',
  'over-exposure',
  'motion blur',
  'blockiness',
  'black',
] as const;

/** One of them. */
export type BadKind = (typeof badKinds)[number];

/** A run of frames that are all good, or all bad in one way. */
export interface Stretch {
  /** `good`, a {@link BadKind}, or what the demo's own plan calls it. */
  readonly kind: string;
  readonly good: boolean;
  /** Frames [start, end). */
  readonly start: number;
  readonly end: number;
}

const stretchCount = 17;
const leastShare = 0.7;
const largestShare = 1.3;

/**
 * Divides a clip into 17 stretches, good and bad in turn. The seed decides whether the first is good, the lengths (0.7 to
 * 1.3 of the mean, before they are scaled to fill the clip), and the order of the kinds: each comes once before one comes
 * twice.
 */
export function planStretches(frames: number, seed: number): readonly Stretch[] {
  const random = createRandom(seed);
  const firstIsGood = random.unit() < 0.5;
  const shares = Array.from({ length: stretchCount }, () => random.between(leastShare, largestShare));
  const total = shares.reduce((sum, share) => sum + share, 0);
  const kinds = [...shuffled(badKinds, random), ...shuffled(badKinds, random)];
  let passed = 0;
  return shares.map((share, index) => {
    const start = Math.round((frames * passed) / total);
    passed += share;
    const good = (index % 2 === 0) === firstIsGood;
    const kind = good ? 'good' : kinds[index >> 1]!;
    return { kind, good, start, end: Math.round((frames * passed) / total) };
  });
}

/** Fisher and Yates's shuffle. */
function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const other = Math.floor(random.between(0, last + 1));
    [result[last], result[other]] = [result[other]!, result[last]!];
  }
  return result;
}
