import { resolve } from 'node:path';
import { isUrl } from '@framesieve/core';
import type { Invocation } from './invocation.ts';
import { readSettings } from './read-settings.ts';
import { openSession, type Session } from './session.ts';

/** One video, and the session in which what is stored of it is looked at; whoever opens it closes it. */
export interface StoredSession extends AsyncDisposable {
  readonly session: Session;
  /** Absolute path of the video, or its address. */
  readonly path: string;
}

/**
 * Opens what a command takes that only looks at what is stored of one video.
 *
 * @param video as it was given.
 * @throws FrameSieveError as `openSession`.
 */
export async function openStored(invocation: Invocation, video: string): Promise<StoredSession> {
  const { cwd, signal } = invocation;
  const settings = await readSettings(invocation);
  const call = { inputs: [video], settings, plugins: [], resume: true, cwd, signal, emit: () => {} };
  const session = await openSession(call, 'existing');
  return {
    session,
    path: isUrl(video) ? video : resolve(cwd, video),
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  };
}
