interface Range {
  start: number;
  end: number;
}

/**
 * The unused parts of a space of addresses, as ranges `[start, end)`, ascending and apart from each other. Taking cuts off
 * the start of the lowest range that is long enough, so that frames of one size fill the same places again and again;
 * giving back joins neighbours, so that frames of another size find room too.
 */
export class FreeRanges {
  readonly #ranges: Range[] = [];
  #length = 0;

  /** Sum of the lengths of all ranges. */
  get length(): number {
    return this.#length;
  }

  /** Takes a range of this length out. Returns its start, or `null` when no range is long enough. */
  take(length: number): number | null {
    const index = this.#ranges.findIndex(({ start, end }) => end - start >= length);
    const range = this.#ranges[index];
    if (!range) return null;
    const { start } = range;
    range.start += length;
    if (range.start === range.end) this.#ranges.splice(index, 1);
    this.#length -= length;
    return start;
  }

  /** Puts the range `[start, end)` in; it must not overlap one that is in already. */
  give(start: number, end: number): void {
    this.#length += end - start;
    const ranges = this.#ranges;
    const found = ranges.findIndex(range => range.start >= end);
    const index = found < 0 ? ranges.length : found;
    const [before, after] = [ranges[index - 1], ranges[index]];
    const joinsBefore = before?.end === start;
    const joinsAfter = after?.start === end;
    if (joinsBefore && joinsAfter) {
      before.end = after.end;
      ranges.splice(index, 1);
    } else if (joinsBefore) before.end = end;
    else if (joinsAfter) after.start = start;
    else ranges.splice(index, 0, { start, end });
  }
}
