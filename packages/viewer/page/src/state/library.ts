import { signal } from '@preact/signals';
import type { DecodeEntry, Library, VideoEntry } from '../../../src/api/library.ts';
import { getLibrary } from '../api/client.ts';
import { Latest } from '../api/latest.ts';
import { complain } from './notices.ts';

export const library = signal<Library | null>(null);

/** Whether the server can be heard; `null` before it was. */
export const isConnected = signal<boolean | null>(null);

const loading = new Latest();

export async function loadLibrary(): Promise<void> {
  try {
    const loaded = await loading.run(getLibrary);
    if (loaded) library.value = loaded;
  } catch (error) {
    complain(error);
  }
}

/** A decode of the library with its video; `null` where it has none of this id. */
export function findDecode(
  { videos }: Library,
  decodeId: number,
): { readonly video: VideoEntry; readonly decode: DecodeEntry } | null {
  for (const video of videos) {
    const decode = video.decodes.find(candidate => candidate.decodeId === decodeId);
    if (decode) return { video, decode };
  }
  return null;
}
