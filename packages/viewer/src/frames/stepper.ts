import type { ColumnsCache } from '../curve/columns-cache.ts';
import { neighboursOf, type RunColumns } from '../curve/run-columns.ts';
import type { DecodeRecord } from '../library/decode-record.ts';
import type { PictureDesk } from './picture-desk.ts';

/** What a stepper is made of. */
export interface StepperOptions {
  readonly columns: ColumnsCache;
  readonly pictures: PictureDesk;
  /** Ends the viewer's work. */
  readonly signal: AbortSignal;
}

/** Frames that have to be ready in the direction of the last step; where they are, nothing is done. */
const least = 3;
/** Frames that are then made ready together: to seek takes as long as to decode many of them. */
const together = { onward: 8, back: 2 };
/** Whoever jumps about is not held up by what is read ahead: only whoever steps, or rests. */
const restMs = 150;
/** So many frames at a time are steps. */
const longestStep = 12;

/** Makes large pictures ready that are likely to be looked at next: those beside the one that is looked at. */
export class Stepper {
  readonly #options: StepperOptions;
  #last: { readonly decodeId: number; readonly ordinal: number } | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: StepperOptions) {
    this.#options = options;
  }

  /** A frame is being looked at. */
  look(record: DecodeRecord, ordinal: number): void {
    const { decodeId } = record;
    const before = this.#last?.decodeId === decodeId ? this.#last.ordinal : ordinal;
    this.#last = { decodeId, ordinal };
    if (this.#timer) clearTimeout(this.#timer);
    const prepare = () => void this.#prepare(record, ordinal, ordinal < before).catch(() => {});
    const isStep = before !== ordinal && Math.abs(before - ordinal) <= longestStep;
    this.#timer = setTimeout(prepare, isStep ? 0 : restMs).unref();
  }

  async #prepare(record: DecodeRecord, ordinal: number, isBackwards: boolean): Promise<void> {
    const { columns, pictures, signal } = this.#options;
    if (signal.aborted) return;
    const run = await columns.of(record.newest[0]!);
    const [onward, back] = isBackwards ? (['previous', 'next'] as const) : (['next', 'previous'] as const);
    if (signal.aborted) return;
    const coming = walk(run, ordinal, onward, together.onward);
    if (coming.slice(0, least).every(one => pictures.isReady(record, one))) return;
    pictures.prepare(record, [...coming, ...walk(run, ordinal, back, together.back)]);
  }
}

/** Numbers of the scored frames so many steps to one side of a frame. */
function walk(run: RunColumns, from: number, side: 'previous' | 'next', steps: number): number[] {
  const walked: number[] = [];
  for (let at = neighboursOf(run, from)[side]; at !== null && walked.length < steps; ) {
    walked.push(at);
    at = neighboursOf(run, at)[side];
  }
  return walked;
}
