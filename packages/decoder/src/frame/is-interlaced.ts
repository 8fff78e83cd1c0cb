import type { PictureFormat } from '@framesieve/core';

/** Whether a frame says that it holds two fields. A decoder that says nothing at all, as plugins may, doesn't. */
export function isInterlaced({ scan }: Pick<PictureFormat, 'scan'>): boolean {
  return scan === 'top-first' || scan === 'bottom-first';
}
