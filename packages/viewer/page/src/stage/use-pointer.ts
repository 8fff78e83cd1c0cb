import { type Signal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { wheelFactor } from '../parts/wheel.ts';
import { fitted, moved, type Zoom, zoomAt } from './zoom.ts';

const enlargement = 3;

/**
 * Lets the pointer enlarge and move a picture: the wheel and a double click enlarge at the pointer, dragging moves. The keyboard
 * does the same by keys of the page.
 *
 * @returns whether the picture is being dragged.
 */
export function usePointer(host: RefObject<HTMLElement | null>, zoom: Signal<Zoom>): Signal<boolean> {
  const isDragging = useSignal(false);
  useEffect(() => {
    const element = host.current!;
    const listening = new AbortController();
    const options = { signal: listening.signal };
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      zoom.value = zoomAt(zoom.value, placeIn(element, event), wheelFactor(event));
    };
    element.addEventListener('wheel', onWheel, { ...options, passive: false });
    const onDoubleClick = (event: MouseEvent) => {
      zoom.value = zoom.value.scale > 1 ? fitted : zoomAt(fitted, placeIn(element, event), enlargement);
    };
    element.addEventListener('dblclick', onDoubleClick, options);
    let last: Place | null = null;
    const onDown = (event: PointerEvent) => {
      if (zoom.value.scale <= 1 || !event.isPrimary) return;
      element.setPointerCapture(event.pointerId);
      isDragging.value = true;
      last = placeIn(element, event);
    };
    const onMove = (event: PointerEvent) => {
      if (!last) return;
      const place = placeIn(element, event);
      zoom.value = moved(zoom.value, { x: place.x - last.x, y: place.y - last.y });
      last = place;
    };
    const onEnd = () => {
      last = null;
      isDragging.value = false;
    };
    element.addEventListener('pointerdown', onDown, options);
    element.addEventListener('pointermove', onMove, options);
    element.addEventListener('lostpointercapture', onEnd, options);
    return () => listening.abort();
  }, [host, zoom, isDragging]);
  return isDragging;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Where in an element the pointer is, 0 … 1. */
function placeIn(element: Element, { clientX, clientY }: MouseEvent): Place {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: (clientX - left) / width, y: (clientY - top) / height };
}
