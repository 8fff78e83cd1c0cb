import {
  type Frame,
  type FrameBuffer,
  type FrameLayout,
  type FrameMemory,
  type FrameRecord,
  FrameSieveError,
  type PictureFormat,
  type Rendering,
} from '@framesieve/core';

/** A frame as the stage yields it. The stage holds the buffer's first reference, and ends the lease at the next pull. */
export class LeasedFrame implements Frame {
  readonly record: FrameRecord;
  readonly format: PictureFormat;
  readonly layout: FrameLayout;
  readonly rendering: Rendering;
  readonly linear: boolean;
  readonly memory?: FrameMemory;
  readonly #buffer: FrameBuffer;
  #retained = 0;

  constructor(
    record: FrameRecord,
    format: PictureFormat,
    layout: FrameLayout,
    rendering: Rendering,
    buffer: FrameBuffer,
    linear = false,
  ) {
    this.linear = linear;
    this.rendering = rendering;
    this.record = record;
    this.format = format;
    this.layout = layout;
    this.#buffer = buffer;
    if (buffer.memory) this.memory = buffer.memory;
  }

  get bytes(): Uint8Array<SharedArrayBuffer> {
    return this.#buffer.bytes;
  }

  retain(): void {
    this.#buffer.retain();
    this.#retained += 1;
  }

  release(): void {
    if (this.#retained === 0) {
      throw new FrameSieveError({
        code: 'internal',
        message: `Frame ${this.record.ordinal} was released more often than it was retained.`,
        hint: 'Call release() once for each retain(), and never for the lease itself.',
      });
    }
    this.#retained -= 1;
    this.#buffer.release();
  }

  /** Called by the stage, once, when the consumer pulls the next frame. */
  endLease(): void {
    this.#buffer.release();
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    const { ordinal, ptsTicks, timeSeconds } = this.record;
    const { width, height, pixelFormat } = this.format;
    return `Frame ${ordinal} (pts ${ptsTicks}, ${timeSeconds} s, ${width}×${height} ${pixelFormat.name})`;
  }
}
