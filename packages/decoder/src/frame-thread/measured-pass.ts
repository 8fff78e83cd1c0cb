import type { Fingerprint, MemoryHash } from '../frame/fingerprint.ts';
import { FactsMeter } from '../frame/frame-facts.ts';
import type { BytesPlace, FrameFigures, MeasureOptions, PassPicture } from './thread-messages.ts';

/** Measures the frames of one pass, in the thread; what it keeps of their memory goes with it. */
export class MeasuredPass {
  readonly #meter = new FactsMeter();
  readonly #fingerprint: Fingerprint;
  #picture: PassPicture | null = null;
  #hash: MemoryHash | null = null;

  constructor(fingerprint: Fingerprint) {
    this.#fingerprint = fingerprint;
  }

  /** Takes over what the frames from now on have in common. */
  setPicture(picture: PassPicture): void {
    const { memory } = picture;
    if (memory !== this.#picture?.memory) this.#hash = memory ? this.#fingerprint.within(memory) : null;
    this.#picture = picture;
  }

  /** Measures a frame; `null` for one that is not wanted. */
  measure(place: BytesPlace, { follows, wanted }: Omit<MeasureOptions, 'pass'>): FrameFigures | null {
    if (!follows) this.#meter.reset();
    const bytes = this.#bytesAt(place);
    const { layout, format, crop } = this.#picture!;
    const picture = { bytes, layout, format, crop };
    if (!wanted) {
      this.#meter.look(picture);
      return null;
    }
    const fingerprint =
      this.#hash && 'address' in place
        ? this.#hash(place.address, place.byteLength)
        : this.#fingerprint.of(bytes);
    return { fingerprint, facts: this.#meter.measure(picture) };
  }

  #bytesAt(place: BytesPlace): Uint8Array<SharedArrayBuffer> {
    if ('bytes' in place) return place.bytes;
    const { address, byteLength } = place;
    const memory = this.#picture!.memory!;
    // What grew while the memory was on its way to this thread is not seen here before it is asked for.
    if (address + byteLength > memory.buffer.byteLength) memory.grow(0);
    return new Uint8Array(memory.buffer, address, byteLength);
  }
}
