import { useEffect, useRef } from 'preact/hooks';
import type { DecodeView } from '../state/view.ts';

/** Which part of the whole timeline is visible; dragging it moves there. The keys [ and ] do the same. */
export function Overview({ view }: { readonly view: DecodeView }) {
  const track = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = track.current!;
    const listening = new AbortController();
    const options = { signal: listening.signal };
    /** Where the visible part was taken hold of, in seconds from its beginning; `null` while it is not. */
    let held: number | null = null;
    const timeAt = ({ clientX }: PointerEvent) => {
      const { left, width } = element.getBoundingClientRect();
      const { from, to } = view.extent.value!;
      return from + ((clientX - left) / width) * (to - from);
    };
    const onDown = (event: PointerEvent) => {
      const range = view.zoom.value;
      if (!range) return;
      const time = timeAt(event);
      const isInside = time >= range.from && time <= range.to;
      held = isInside ? time - range.from : (range.to - range.from) / 2;
      element.setPointerCapture(event.pointerId);
      onMove(event);
    };
    const onMove = (event: PointerEvent) => {
      const range = view.zoom.value;
      if (held === null || !range) return;
      const from = timeAt(event) - held;
      view.setRange({ from, to: from + range.to - range.from });
    };
    element.addEventListener('pointerdown', onDown, options);
    element.addEventListener('pointermove', onMove, options);
    const onEnd = () => {
      held = null;
    };
    element.addEventListener('lostpointercapture', onEnd, options);
    return () => listening.abort();
  }, [view]);
  const [extent, zoom] = [view.extent.value, view.zoom.value];
  const span = extent ? Math.max(1e-9, extent.to - extent.from) : 1;
  const share = (seconds: number) => `${(100 * seconds) / span}%`;
  return (
    <div class={zoom ? 'overview zoomed' : 'overview'} ref={track} aria-hidden="true">
      {extent && zoom && (
        <span style={{ left: share(zoom.from - extent.from), width: share(zoom.to - zoom.from) }} />
      )}
    </div>
  );
}
