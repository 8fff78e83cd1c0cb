import { useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { LibraryPage } from './library/library-page.tsx';
import { Notices } from './parts/notices.tsx';
import { findDecode, library, loadLibrary } from './state/library.ts';
import { route } from './state/route.ts';
import { theme } from './state/settings.ts';
import { ViewPage } from './view-page.tsx';

/** The whole page: the list of videos, or one of them. */
export function App() {
  useEffect(() => void loadLibrary(), []);
  useSignalEffect(() => {
    document.documentElement.dataset.theme = theme.value;
  });
  const loaded = library.value;
  const { decodeId } = route.value;
  const found = loaded && decodeId !== null ? findDecode(loaded, decodeId) : null;
  useEffect(() => {
    document.title = found ? `${found.video.name} – FrameSieve` : 'FrameSieve';
  }, [found?.video.name]);
  return (
    <>
      {!loaded ? (
        <p class="loading quiet">Loading …</p>
      ) : found ? (
        <ViewPage
          key={found.decode.decodeId}
          video={found.video}
          decode={found.decode}
          isReadOnly={loaded.readOnly}
        />
      ) : (
        <LibraryPage library={loaded} />
      )}
      <Notices />
    </>
  );
}
