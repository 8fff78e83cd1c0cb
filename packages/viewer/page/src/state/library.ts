import { signal } from '@preact/signals';
import type { ViewerEvent } from '../../../src/api/events.ts';
import type { DecodeEntry, Library, VideoEntry } from '../../../src/api/library.ts';
import { getLibrary } from '../api/client.ts';
import { Latest } from '../api/latest.ts';
import { complain } from './notices.ts';
import { open, route } from './route.ts';

/** What the database holds; `null` until that is known. */
export const library = signal<Library | null>(null);

/** Whether the server can be heard; `null` before it was. */
export const isConnected = signal<boolean | null>(null);

const loading = new Latest();

/** Asks what the database holds now. */
export async function loadLibrary(): Promise<void> {
  try {
    const loaded = await loading.run(getLibrary);
    if (!loaded) return;
    // Where it is to begin counts once, unless the address says something else.
    if (library.value === null && route.value.decodeId === null && loaded.start !== null) open(loaded.start);
    library.value = loaded;
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

type Growth = Extract<ViewerEvent, { readonly type: 'grown' }>;

/** Notes how far a run is, without asking for the whole library. */
export function noteGrowth({ runId, scored, unscorable }: Growth): void {
  const known = library.value;
  if (!known) return;
  const videos = known.videos.map(video => ({
    ...video,
    decodes: video.decodes.map(decode => ({
      ...decode,
      runs: decode.runs.map(run => (run.runId === runId ? { ...run, scored, unscorable } : run)),
    })),
  }));
  library.value = { ...known, videos };
}
