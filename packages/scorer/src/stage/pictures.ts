import type { Frame, RgbConverter, RgbImage } from '@framesieve/core';

/** The pictures that metrics have asked for, of frames that are still being scored: one per frame, bit depth and area. */
export class Pictures {
  readonly #convert: RgbConverter;
  readonly #made = new Map<Frame, Map<string, RgbImage>>();

  constructor(convert: RgbConverter) {
    this.#convert = convert;
  }

  /** Makes a picture, or gives the one that was made before. */
  readonly of: RgbConverter = (frame, { bitDepth = 8, area = 'active' } = {}) => {
    const key = `${bitDepth} ${area}`;
    const ofFrame = this.#made.get(frame) ?? new Map<string, RgbImage>();
    this.#made.set(frame, ofFrame);
    const picture = ofFrame.get(key) ?? this.#convert(frame, { bitDepth, area });
    ofFrame.set(key, picture);
    return picture;
  };

  /** Lets go of a frame's pictures. */
  forget(frame: Frame): void {
    this.#made.delete(frame);
  }
}
