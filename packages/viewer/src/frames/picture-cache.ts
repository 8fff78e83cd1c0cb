/** An encoded picture of a frame. */
export interface Picture {
  /** WebP. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Whether the frame is the very one that was scored, or that by tolerance only. */
  readonly verified: 'exact' | 'approximate';
}

/** Keeps the pictures that were used last, up to so many bytes. */
export class PictureCache {
  readonly capacityBytes: number;
  /** The last used is the last. */
  readonly #pictures = new Map<string, Picture>();
  #bytes = 0;

  constructor(capacityBytes: number) {
    this.capacityBytes = capacityBytes;
  }

  /** Bytes that are kept now. */
  get bytes(): number {
    return this.#bytes;
  }

  /** A kept picture; it counts as used. */
  get(key: string): Picture | null {
    const picture = this.#pictures.get(key);
    if (!picture) return null;
    this.#pictures.delete(key);
    this.#pictures.set(key, picture);
    return picture;
  }

  /** Whether it is kept, without using it. */
  has(key: string): boolean {
    return this.#pictures.has(key);
  }

  /** Keeps a picture, unless it alone is too large. */
  set(key: string, picture: Picture): void {
    this.#remove(key);
    if (picture.bytes.length > this.capacityBytes) return;
    this.#pictures.set(key, picture);
    this.#bytes += picture.bytes.length;
    for (const oldest of this.#pictures.keys()) {
      if (this.#bytes <= this.capacityBytes) break;
      this.#remove(oldest);
    }
  }

  #remove(key: string): void {
    this.#bytes -= this.#pictures.get(key)?.bytes.length ?? 0;
    this.#pictures.delete(key);
  }
}
