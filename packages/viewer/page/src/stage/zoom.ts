/** How a picture is enlarged: the same for two that are compared. */
export interface Zoom {
  /** 1: the whole picture fits. */
  readonly scale: number;
  /** What of the picture is in the middle, 0 … 1 from the left and the top. */
  readonly x: number;
  readonly y: number;
}

/** The whole picture. */
export const fitted: Zoom = { scale: 1, x: 0.5, y: 0.5 };

const most = 16;

/** Enlarges by a factor; the point under the pointer, 0 … 1 of the fitted picture's box, stays there. */
export function zoomAt(zoom: Zoom, at: { readonly x: number; readonly y: number }, factor: number): Zoom {
  const scale = Math.min(most, Math.max(1, zoom.scale * factor));
  const keep = (middle: number, point: number) => {
    const shown = middle + (point - 0.5) / zoom.scale;
    return shown - (point - 0.5) / scale;
  };
  return within({ scale, x: keep(zoom.x, at.x), y: keep(zoom.y, at.y) });
}

/** Moves by shares of the fitted picture's box. */
export function moved(zoom: Zoom, by: { readonly x: number; readonly y: number }): Zoom {
  return within({ ...zoom, x: zoom.x - by.x / zoom.scale, y: zoom.y - by.y / zoom.scale });
}

function within({ scale, x, y }: Zoom): Zoom {
  const half = 0.5 / scale;
  const keep = (value: number) => Math.min(1 - half, Math.max(half, value));
  return { scale, x: keep(x), y: keep(y) };
}
