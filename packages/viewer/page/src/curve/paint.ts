import type uPlot from 'uplot';
import type { Colors } from './colors.ts';
import type { PlotScene } from './plot.ts';

/** Shades rejected stretches, behind the curve: a tint over the whole height, and a solid foot. */
export function paintRejected(plot: uPlot, { curve }: PlotScene, colors: Colors): void {
  if (!curve) return;
  const { ctx, bbox } = plot;
  const pixel = devicePixelRatio;
  ctx.save();
  clip(plot);
  for (const { from, to, reason } of curve.rejected) {
    const left = plot.valToPos(from, 'x', true);
    const width = Math.max(pixel, plot.valToPos(to, 'x', true) - left);
    if (left + width < bbox.left || left > bbox.left + bbox.width) continue;
    ctx.fillStyle = colors.reason(reason);
    ctx.globalAlpha = 0.13;
    ctx.fillRect(left, bbox.top, width, bbox.height);
    ctx.globalAlpha = 0.85;
    ctx.fillRect(left, bbox.top + bbox.height - 3 * pixel, width, 3 * pixel);
  }
  ctx.restore();
}

/** Marks where shots begin, and the current frame, in front of the curve. */
export function paintMarks(plot: uPlot, { curve, at }: PlotScene, colors: Colors): void {
  const { ctx, bbox } = plot;
  const pixel = devicePixelRatio;
  ctx.save();
  clip(plot);
  ctx.fillStyle = colors.quiet;
  ctx.globalAlpha = 0.6;
  for (const shot of curve?.shots ?? [])
    ctx.fillRect(Math.round(plot.valToPos(shot, 'x', true)), bbox.top, pixel, 7 * pixel);
  if (at !== null) {
    ctx.globalAlpha = 1;
    ctx.fillStyle = colors.ink;
    ctx.fillRect(Math.round(plot.valToPos(at, 'x', true)) - pixel / 2, bbox.top, 1.5 * pixel, bbox.height);
  }
  ctx.restore();
}

function clip({ ctx, bbox }: uPlot): void {
  ctx.beginPath();
  ctx.rect(bbox.left, 0, bbox.width, bbox.top + bbox.height);
  ctx.clip();
}
