import type { ViewerEvent } from '../../../src/api/events.ts';
import { listen } from '../api/client.ts';
import { noteExport } from './exports.ts';
import { isConnected, loadLibrary, noteGrowth } from './library.ts';
import type { DecodeView } from './view.ts';

const views = new Set<DecodeView>();

/** Keeps a view up to date with what the server tells, until the returned function is called. */
export function noteEvents(view: DecodeView): () => void {
  views.add(view);
  return () => views.delete(view);
}

/** Listens to the server from now on. */
export function startListening(): void {
  listen(take, isOpen => {
    // What happened while nobody listened is looked up.
    if (isOpen && isConnected.value === false) {
      void loadLibrary();
      for (const view of views) view.revision.value++;
    }
    isConnected.value = isOpen;
  });
}

function take(event: ViewerEvent): void {
  if (event.type === 'export') {
    noteExport(event.progress);
    return;
  }
  if (event.type === 'library') void loadLibrary();
  if (event.type === 'grown') noteGrowth(event);
  for (const view of views) {
    if (event.type === 'library') view.refresh();
    else if (event.decodeId === view.decodeId) view.grow();
  }
}
