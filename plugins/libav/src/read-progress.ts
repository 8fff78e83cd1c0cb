import type { Frame, Stream } from 'node-av/lib';
import { ticksOf } from './stream-description.ts';

/** How far a decode has come, in words. */
export class ReadProgress {
  readonly #secondsPerTick: number;
  #frames = 0;
  #packets = 0;
  #first: number | null = null;
  #last: number | null = null;

  constructor({ timeBase }: Stream) {
    this.#secondsPerTick = timeBase.num / timeBase.den;
  }

  /** Frames that came so far. */
  get frames(): number {
    return this.#frames;
  }

  /** Packets that were passed to the decoder. */
  get packets(): number {
    return this.#packets;
  }

  addPacket(): void {
    this.#packets += 1;
  }

  add(frame: Frame): void {
    this.#frames += 1;
    this.#last = ticksOf(frame.bestEffortTimestamp);
    this.#first ??= this.#last;
  }

  /** E.g. `after frame 12 (0.480 s)`. */
  get position(): string {
    if (this.#frames === 0) return 'before its first frame';
    const [first, last] = [this.#first, this.#last];
    const time =
      first === null || last === null ? '' : ` (${((last - first) * this.#secondsPerTick).toFixed(3)} s)`;
    return `after frame ${this.#frames - 1}${time}`;
  }
}
