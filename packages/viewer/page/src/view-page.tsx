import { signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { DecodeEntry, VideoEntry } from '../../src/api/library.ts';
import { CurvePanel } from './curve/curve-panel.tsx';
import { bindingOf, isForPage } from './keys/bindings.ts';
import { KeysDialog } from './keys/keys-dialog.tsx';
import { SidePanel } from './panels/side-panel.tsx';
import { Stage } from './stage/stage.tsx';
import { fitted, type Zoom } from './stage/zoom.ts';
import { noteEvents } from './state/events.ts';
import { route } from './state/route.ts';
import { DecodeView } from './state/view.ts';
import { Filmstrip } from './strip/filmstrip.tsx';
import { TopBar } from './top-bar.tsx';

interface ViewPageProps {
  readonly video: VideoEntry;
  readonly decode: DecodeEntry;
  readonly isReadOnly: boolean;
}

/** One decode: its frames, curve, filmstrip and panels. */
export function ViewPage({ video, decode, isReadOnly }: ViewPageProps) {
  const view = useMemo(() => new DecodeView(video, decode, route.peek().ordinal), [decode.decodeId]);
  const zoom = useMemo(() => signal<Zoom>(fitted), [view]);
  const isHelpOpen = useMemo(() => signal(false), []);
  view.update(video, decode);
  useEffect(() => {
    const stop = noteEvents(view);
    return () => {
      stop();
      view[Symbol.dispose]();
    };
  }, [view]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const binding = isForPage(event) ? bindingOf(event.key) : null;
      if (!binding) return;
      event.preventDefault();
      binding.run({ view, zoom, isHelpOpen, isReadOnly });
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [view, zoom, isReadOnly]);
  return (
    <div class="view">
      <TopBar view={view} isHelpOpen={isHelpOpen} isReadOnly={isReadOnly} />
      <main>
        <Stage view={view} zoom={zoom} />
        <CurvePanel view={view} />
        <Filmstrip view={view} />
      </main>
      <SidePanel view={view} isReadOnly={isReadOnly} />
      <KeysDialog isOpen={isHelpOpen} />
    </div>
  );
}
