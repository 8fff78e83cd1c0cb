import type { PictureFormat } from '@framesieve/core';
import { codeRange } from '@framesieve/core/thread';

/** Looks luma up by code value, range expanded and clipped, for the samples of one picture after another. */
export class LumaTable<Levels extends Int32Array | Float32Array> {
  readonly #white: number;
  readonly #tabulate: (length: number, level: (code: number) => number) => Levels;
  #levels: Levels;
  #madeFor = '';

  /**
   * @param white the level of white; black is 0.
   * @param tabulate makes the table, and rounds its levels where it wants to.
   */
  constructor(white: number, tabulate: (length: number, level: (code: number) => number) => Levels) {
    this.#white = white;
    this.#tabulate = tabulate;
    this.#levels = tabulate(0, () => 0);
  }

  /** Levels by code value: of all that samples of this format can hold, also those that no sample should. */
  for({ pixelFormat, color }: PictureFormat): Levels {
    const { black, white } = codeRange({ pixelFormat, color });
    const key = `${pixelFormat.bytesPerSample} ${black} ${white}`;
    if (key === this.#madeFor) return this.#levels;
    const scale = this.#white / (white - black);
    this.#levels = this.#tabulate(256 ** pixelFormat.bytesPerSample, code =>
      Math.min(this.#white, Math.max(0, (code - black) * scale)),
    );
    this.#madeFor = key;
    return this.#levels;
  }
}
