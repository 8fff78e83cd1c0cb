import { isDeepStrictEqual } from 'node:util';
import type { PassPicture } from './thread-messages.ts';

/** Remembers what a thread knows of the frames of each pass, so that it is told only what is new. */
export class PassPictures {
  readonly #known = new Map<number, PassPicture>();

  /** What the thread has to be told before it is sent a frame with this picture; `null` where that is nothing. */
  change(pass: number, picture: PassPicture): PassPicture | null {
    const known = this.#known.get(pass);
    if (known && known.memory === picture.memory && isSame(known, picture)) return null;
    this.#known.set(pass, picture);
    return picture;
  }

  /** Forgets a pass, and with it the memory of its frames. */
  forget(pass: number): void {
    this.#known.delete(pass);
  }
}

/** Backends describe each frame anew. */
function isSame({ memory: _, ...known }: PassPicture, { memory: __, ...picture }: PassPicture): boolean {
  return isDeepStrictEqual(known, picture);
}
