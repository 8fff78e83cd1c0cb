/** Takes down what decoded the frames of a pass. */
export class HardwareLog {
  readonly #ranges: { readonly by: string | null; readonly first: number; last: number }[] = [];

  /** Takes the next frame; `hardware` is absent for software. */
  add(ordinal: number, hardware: string | undefined): void {
    const by = hardware ?? null;
    const range = this.#ranges.at(-1);
    if (range?.by === by) range.last = ordinal;
    else this.#ranges.push({ by, first: ordinal, last: ordinal });
  }

  /** A sentence for a person who asked for hardware; `null` when it decoded everything. */
  summary(asked: string): string | null {
    const ranges = this.#ranges;
    if (ranges.length === 0) return null;
    if (ranges.length > 1) {
      const parts = ranges.slice(0, maximumRanges).map(range => `${span(range)} ${means(range.by)}`);
      const rest = ranges.length > maximumRanges ? ', and so on in turns' : '';
      const [first, ...others] = parts;
      return `Frames ${[first!.replace(' ', ' were decoded '), ...others].join(', ')}${rest}.`;
    }
    if (ranges[0]!.by !== null) return null;
    return `All frames were decoded in software, although hardware was asked for (${asked}).`;
  }
}

const maximumRanges = 6;

function span({ first, last }: { readonly first: number; readonly last: number }): string {
  return first === last ? `${first}` : `${first}–${last}`;
}

function means(by: string | null): string {
  return by === null ? 'in software' : `by ${by}`;
}
