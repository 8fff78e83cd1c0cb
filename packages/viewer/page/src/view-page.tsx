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
  const view = useMemo(
    () => new DecodeView(video, decode, { isReadOnly, ordinal: route.peek().ordinal }),
    [decode.decodeId, isReadOnly],
  );
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
  const { ordinal } = route.value;
  useEffect(() => {
    // Somebody has followed a link, or typed a number.
    if (ordinal !== null && ordinal !== view.ordinal.peek()) view.show(ordinal);
  }, [view, ordinal]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const binding = isForPage(event) ? bindingOf(event.key) : null;
      if (!binding) return;
      event.preventDefault();
      binding.run({ view, zoom, isHelpOpen });
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [view, zoom, isHelpOpen]);
  return (
    <div class="view">
      <TopBar view={view} isHelpOpen={isHelpOpen} />
      <main>
        <Stage view={view} zoom={zoom} />
        <CurvePanel view={view} />
        <Filmstrip view={view} />
      </main>
      <SidePanel view={view} />
      <KeysDialog isOpen={isHelpOpen} />
    </div>
  );
}
