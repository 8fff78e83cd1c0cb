import type { DecodedFrame, OpenVideo } from '@framesieve/core';
import type { OpenedBackend } from './open-backend.ts';
import type { PassControl } from './pass-control.ts';

/** A pass of which the first frame has been decoded. */
export type BegunPass = Pick<OpenedBackend, 'firstFrame' | 'pass'>;

/** Every frame of a stream from its start, on with the pass that was begun if there is one. */
export async function* wholePass(
  video: OpenVideo,
  control: PassControl,
  begun: BegunPass | null,
): AsyncGenerator<DecodedFrame, void, undefined> {
  if (!begun) {
    yield* video.frames(control.readOptions());
    return;
  }
  const { firstFrame, pass } = begun;
  try {
    yield firstFrame;
    for (let next = await pass.next(); !next.done; next = await pass.next()) yield next.value;
  } finally {
    await pass.return?.();
  }
}
