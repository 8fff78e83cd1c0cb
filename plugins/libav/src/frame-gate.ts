import type { SeekIndex } from '@framesieve/decoder';
import type { Packet } from 'node-av/lib';
import type { PacketKinds } from './packet-kinds.ts';
import { ticksOf } from './stream-description.ts';

/** What becomes of a packet: it is decoded, it is left out, or reading ends before it. */
export type Admission = 'decode' | 'pass' | 'end';

/** Packets that are looked through for one that must be near: more than any codec puts in another order. */
const farthest = 64;

/**
 * Lets through what the wanted frames of one group need: from its key frame on, if decoding may begin there, all but frames
 * that no other refers to, and nothing behind the last one wanted. Each frame passed over is noted, so that those that
 * come out can be told to be all the others.
 */
export class FrameGate {
  readonly #index: SeekIndex;
  readonly #kinds: PacketKinds;
  readonly #start: number;
  readonly #last: number;
  readonly #wanted: ReadonlySet<number>;
  readonly #missing: Set<number>;
  readonly #met = new Set<number>();
  #unmet: number;
  readonly #passed = new Set<number>();
  #begun = false;
  #isBehind = false;
  #lookedThrough = 0;

  /** @param ordinals the wanted frames, ascending, all at or behind `start`. */
  constructor(index: SeekIndex, kinds: PacketKinds, start: number, ordinals: readonly number[]) {
    this.#index = index;
    this.#kinds = kinds;
    this.#start = start;
    this.#last = ordinals.at(-1)!;
    this.#wanted = new Set(ordinals);
    this.#missing = new Set(ordinals);
    this.#unmet = this.#last - start + 1;
  }

  /** Whether reading ended because it began behind the key frame. */
  get isBehind(): boolean {
    return this.#isBehind;
  }

  /** Frames from the key frame on that were not decoded. */
  get passed(): number {
    return this.#passed.size;
  }

  /** The frame that must come out of the decoder behind another one. */
  next(ordinal: number): number {
    let next = ordinal + 1;
    while (this.#passed.has(next)) next += 1;
    return next;
  }

  /** Decides about the next packet of the stream. */
  admit(packet: Pick<Packet, 'pts' | 'data'>): Admission {
    const pts = ticksOf(packet.pts);
    const ordinal = pts === null ? null : this.#index.ordinalOf(pts);
    if (!this.#begun) return this.#begin(ordinal, packet);
    if (this.#missing.size === 0) return this.#lookThrough(ordinal);
    // What has no frame of its own may be a part of one, or a picture that is only referred to.
    if (ordinal === null) return 'decode';
    // Shown before the key frame, by which it may lack what it refers to.
    if (ordinal < this.#start) return 'pass';
    const isRepeated = this.#met.has(ordinal) && !this.#passed.has(ordinal);
    this.#meet(ordinal);
    if (isRepeated) return 'decode';
    const data = this.#wanted.has(ordinal) ? null : packet.data;
    if (!data || !this.#kinds.isDisposable(data)) return 'decode';
    this.#passed.add(ordinal);
    return 'pass';
  }

  #begin(ordinal: number | null, { data }: Pick<Packet, 'data'>): Admission {
    if (ordinal !== null && ordinal < this.#start) return 'pass';
    if (ordinal !== this.#start) {
      this.#isBehind = ordinal !== null;
      this.#lookedThrough += 1;
      return ordinal === null && this.#lookedThrough < farthest ? 'pass' : 'end';
    }
    if (!data || !this.#kinds.isCleanStart(data)) return 'end';
    this.#begun = true;
    this.#lookedThrough = 0;
    this.#meet(ordinal);
    return 'decode';
  }

  /** All that is wanted is being decoded: what else is shown before the last one only has to be there. */
  #lookThrough(ordinal: number | null): Admission {
    this.#lookedThrough += 1;
    if (this.#unmet === 0 || this.#lookedThrough > farthest) return 'end';
    if (ordinal !== null && this.#meet(ordinal)) this.#passed.add(ordinal);
    return 'pass';
  }

  /** @returns whether it is a frame of the group that was not met before. */
  #meet(ordinal: number): boolean {
    if (ordinal < this.#start || ordinal > this.#last || this.#met.has(ordinal)) return false;
    this.#met.add(ordinal);
    this.#missing.delete(ordinal);
    this.#unmet -= 1;
    return true;
  }
}
