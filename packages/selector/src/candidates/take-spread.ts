/** Frames exactly one gap apart are not too near. */
const toleranceSeconds = 1e-6;

/**
 * Takes rows, best first, that keep a distance in time from each other; where those are not enough, the best of the others
 * that keep the next smaller one, and so on.
 *
 * @param rows best first.
 * @param count at most as many as there are rows.
 * @param gapsSeconds descending; the last one is 0.
 */
export function takeSpread(
  rows: readonly number[],
  timeSeconds: Float64Array,
  count: number,
  gapsSeconds: readonly number[],
): readonly number[] {
  const taken = new Set<number>();
  if (count === 0) return [];
  for (const gap of gapsSeconds) {
    const slots = new Slots(timeSeconds, gap);
    for (const row of taken) slots.add(row);
    for (const row of rows) {
      if (taken.size >= count) return [...taken];
      if (taken.has(row) || slots.isNear(row)) continue;
      taken.add(row);
      slots.add(row);
    }
  }
  return [...taken];
}

/** Taken rows by slots of the timeline as long as the gap, so that only neighbouring ones need a look. */
class Slots {
  readonly #timeSeconds: Float64Array;
  readonly #gap: number;
  readonly #rows = new Map<number, number[]>();

  constructor(timeSeconds: Float64Array, gap: number) {
    this.#timeSeconds = timeSeconds;
    this.#gap = gap;
  }

  add(row: number): void {
    if (this.#gap === 0) return;
    const slot = this.#slotOf(row);
    const rows = this.#rows.get(slot);
    if (rows) rows.push(row);
    else this.#rows.set(slot, [row]);
  }

  isNear(row: number): boolean {
    if (this.#gap === 0) return false;
    const slot = this.#slotOf(row);
    for (let i = slot - 1; i <= slot + 1; i++) {
      for (const other of this.#rows.get(i) ?? []) {
        const distance = Math.abs(this.#timeSeconds[other]! - this.#timeSeconds[row]!);
        if (distance < this.#gap - toleranceSeconds) return true;
      }
    }
    return false;
  }

  #slotOf(row: number): number {
    return Math.floor(this.#timeSeconds[row]! / this.#gap);
  }
}
