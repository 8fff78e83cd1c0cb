import type { Rectangle } from '@framesieve/core';
import { type Direction, type LinedFrame, linesOf } from './bar-lines.ts';
import { type BarEdge, EdgeSearch } from './edge-search.ts';

/** The active area is at least this share of the picture's width and of its height: pictures on end in wide ones have 0.32. */
const leastShare = 0.25;

const directions: readonly Direction[] = ['rows', 'columns'];

/**
 * Finds constant black bars in frames from all over a video: letterbox, pillarbox, both, of any widths, down to the black
 * lines at the edges of analog captures.
 *
 * A bar is made of lines along an edge that are black, evenly and without colour, in every frame that shows something,
 * and it is as wide as in the frame where it is narrowest. It ends along a straight line: over a good part of its length,
 * content is seen right behind it in one frame or another, which tells it from a dark scene or a night sky. Where that
 * can't be told, nothing is cut off. A logo or subtitles in a bar are kept, with what lies between them and the picture,
 * and so is what shares a chroma sample with content.
 */
export class BarSearch {
  readonly #edges = { rows: new EdgeSearch(), columns: new EdgeSearch() };
  #format: LinedFrame['format'] | null = null;
  #resized = false;
  #looks = 0;

  /** Takes a look at a frame; nothing is kept of its bytes. */
  add(frame: LinedFrame): void {
    const { width, height } = frame.format;
    if (this.#format && (this.#format.width !== width || this.#format.height !== height))
      this.#resized = true;
    this.#format ??= frame.format;
    if (this.#resized) return;
    this.#looks += 1;
    for (const direction of directions) this.#edges[direction].add(linesOf(direction, frame));
  }

  /** Whether the result is `null` whatever frames are still added: no edge can have a bar, or frames differ in size. */
  get isSettled(): boolean {
    return this.#resized || directions.every(direction => this.#edges[direction].isSettled);
  }

  /** The part of the coded picture inside the bars; `null` where there are none, frames differ in size, or just one was seen. */
  result(): Rectangle | null {
    // A single picture can't tell what is constant: a dark edge may be what it shows.
    if (!this.#format || this.#resized || this.#looks < 2) return null;
    const { width, height, pixelFormat } = this.#format;
    // The columns' ends lie in bars above and below, which say nothing about those to the left and right.
    const rows = this.#edges.rows.result(this.#edges.columns.candidate());
    const columns = this.#edges.columns.result(rows);
    const vertical = align(rows, height, pixelFormat.log2ChromaHeight);
    const horizontal = align(columns, width, pixelFormat.log2ChromaWidth);
    if (!vertical || !horizontal) return null;
    const area = {
      x: horizontal.start,
      y: vertical.start,
      width: horizontal.length,
      height: vertical.length,
    };
    return area.width === width && area.height === height ? null : area;
  }
}

/** Moves both ends outward to where chroma samples begin; `null` where too little is left. */
function align(
  { start, end }: BarEdge,
  size: number,
  log2Chroma: number,
): { readonly start: number; readonly length: number } | null {
  const grid = 1 << log2Chroma;
  const aligned = Math.floor(start / grid) * grid;
  const length = Math.min(Math.ceil(end / grid) * grid, size) - aligned;
  return length >= leastShare * size ? { start: aligned, length } : null;
}
