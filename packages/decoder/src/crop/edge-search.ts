import type { Lines } from './bar-lines.ts';
import { blackLevel } from './black-line.ts';

/** The lines `[start, end)` between two bars. */
export interface BarEdge {
  readonly start: number;
  readonly end: number;
}

/** How far behind a bar content is looked for: an edge that is not at a block's border rings through its 16 lines. */
const reach = 20;
/** How much brighter than its bar content is, in code values of 8 bits. */
const contrast = 10;
/**
 * Lines that compression has smeared content into belong to the bar: at most so many, as long as they have less than this
 * share of the brightness of what follows, in every frame where something bright does, and no sample that comes near it, as
 * those of a logo do.
 */
const mostSmeared = 8;
const smearedShare = 0.25;
const smearedPeak = 0.6;
const bright = 20;
/** How much of a bar's length has to have content behind it. */
const leastStraight = 0.35;
/** Share of a frame's samples that has to stand out for it to show something at all. */
const leastShown = 0.005;

/** A bar as one frame has it. */
interface Sighting {
  readonly width: number;
  /** For each sample along the bar that was looked at, one of `step`: 1 where content is seen right behind it. */
  readonly behind: Uint8Array;
  readonly step: number;
  /** Of the lines right behind the bar: how far they are from its level, in code values of 8 bits. */
  readonly rise: readonly { readonly mean: number; readonly peak: number }[];
}

/** Follows the bars at both ends of one direction over several frames. */
export class EdgeSearch {
  readonly #first: Sighting[] = [];
  readonly #last: Sighting[] = [];
  #count = 0;

  add(lines: Lines): void {
    this.#count = lines.count;
    if (!showsSomething(lines)) return;
    this.#first.push(sight(lines, least(this.#first, lines.count), line => line));
    this.#last.push(sight(lines, least(this.#last, lines.count), line => lines.count - 1 - line));
  }

  /**
   * Whether no further frame can change that there is no bar at either end: a bar is as wide as in the frame where it is
   * narrowest, and there is one at each end in which it has no line at all.
   */
  get isSettled(): boolean {
    const { start, end } = this.candidate();
    return this.#first.length > 0 && start === 0 && end === this.#count;
  }

  /** The lines between what may be bars. */
  candidate(): BarEdge {
    if (this.#first.length === 0) return { start: 0, end: this.#count };
    return { start: least(this.#first, 0), end: this.#count - least(this.#last, 0) };
  }

  /** The lines between the bars, where those along which they are looked at are active only within `along`. */
  result(along: BarEdge): BarEdge {
    const { start, end } = this.candidate();
    const last = this.#count - end;
    return {
      start: isStraight(this.#first, start, along) ? withSmeared(this.#first, start) : 0,
      end: isStraight(this.#last, last, along) ? this.#count - withSmeared(this.#last, last) : this.#count,
    };
  }
}

/** Width of the narrowest sighting; `none` where there is none. */
function least(sightings: readonly Sighting[], none: number): number {
  return sightings.reduce(
    (width, sighting) => Math.min(width, sighting.width),
    sightings.length ? Infinity : none,
  );
}

/** Walks from the edge inward while lines are black, no further than bars can still reach. */
function sight(lines: Lines, limit: number, lineAt: (depth: number) => number): Sighting {
  let width = 0;
  let level: number | null = null;
  for (; width < limit; width++) {
    const next: number | null = blackLevel(lines, lineAt(width), level);
    if (next === null) break;
    level = next;
  }
  const behind = new Uint8Array(lines.length);
  const rise: { mean: number; peak: number }[] = [];
  if (level !== null) {
    for (let depth = width; depth < Math.min(width + reach, lines.count); depth++) {
      let sum = 0;
      let peak = 0;
      for (let i = 0; i < behind.length; i++) {
        const deviation = lines.brightness(lineAt(depth), i) - level;
        if (deviation > contrast) behind[i] = 1;
        sum += Math.abs(deviation);
        if (deviation > peak) peak = deviation;
      }
      rise.push({ mean: sum / behind.length, peak });
    }
  }
  return { width, behind, step: lines.step, rise };
}

/** The width of a bar with the lines behind it that are smeared in every frame. */
function withSmeared(sightings: readonly Sighting[], width: number): number {
  const telling = sightings.filter(({ rise }) => Math.max(...rise.map(({ mean }) => mean)) >= bright);
  if (telling.length === 0) return width;
  let depth = width;
  const isSmeared = (sighting: Sighting) => {
    if (depth < sighting.width) return true;
    const line = sighting.rise[depth - sighting.width];
    const brightest = Math.max(...sighting.rise.map(({ mean }) => mean));
    return line && line.mean <= smearedShare * brightest && line.peak <= smearedPeak * brightest;
  };
  while (depth < width + mostSmeared && telling.every(isSmeared)) depth += 1;
  return depth;
}

function isStraight(sightings: readonly Sighting[], width: number, along: BarEdge): boolean {
  if (width === 0) return false;
  const near = sightings.filter(sighting => sighting.width <= width + reach);
  const { step } = sightings[0]!;
  let seen = 0;
  let all = 0;
  for (let i = Math.ceil(along.start / step); i < along.end / step; i++) {
    all += 1;
    if (near.some(({ behind }) => behind[i] === 1)) seen += 1;
  }
  return seen >= leastStraight * all;
}

/** Looks at a grid of samples. Black, fades and titles on black don't tell where the bars are. */
function showsSomething(lines: Lines): boolean {
  const [stepLines, stepAlong] = [lines.count, lines.length].map(size =>
    Math.max(1, Math.floor(size / 100)),
  ) as [number, number];
  let shown = 0;
  let all = 0;
  for (let line = 0; line < lines.count; line += stepLines) {
    for (let along = 0; along < lines.length; along += stepAlong) {
      all += 1;
      if (lines.brightness(line, along) > 40) shown += 1;
    }
  }
  return shown >= leastShown * all;
}
