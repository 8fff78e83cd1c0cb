import { formatClock } from '@framesieve/report/format';
import uPlot from 'uplot';
import type { Curve } from '../../../src/api/curve.ts';
import type { Range } from '../state/range.ts';
import { type Colors, readColors } from './colors.ts';
import { paintMarks, paintRejected } from './paint.ts';
import { clockDecimals } from './time-ticks.ts';

/** What the plot draws beside the curve itself. */
export interface PlotScene {
  readonly curve: Curve | null;
  readonly range: Range | null;
  readonly direction: 'higher' | 'lower';
  /** Time of the current frame; `null` where it is not known. */
  readonly at: number | null;
}

/** What a person does with the plot. */
export interface PlotEvents {
  onRange(range: Range): void;
  /** Everything is to be seen. */
  onAll(): void;
  /** A click on a time. */
  onPoint(time: number): void;
  /** The pointer is over a time, `left` pixels into the plot; `null` when it leaves. */
  onHover(hover: { readonly time: number; readonly left: number } | null): void;
  onLayout(): void;
}

/** Pixels left of the plot, for the scores, and right of it. */
export const gutter = { left: 46, right: 24 };

const least = 4;

/** The score curve on a canvas. */
export class CurvePlot implements Disposable {
  readonly #plot: uPlot;
  #scene: PlotScene = { curve: null, range: null, direction: 'higher', at: null };
  #colors: Colors;
  readonly #host: HTMLElement;

  constructor(host: HTMLElement, events: PlotEvents) {
    this.#host = host;
    this.#colors = readColors(host);
    const axis = {
      font: '12px system-ui, sans-serif',
      stroke: () => this.#colors.quiet,
      grid: { stroke: () => this.#colors.rule, width: 1 },
      ticks: { show: false },
    };
    const line = { points: { show: false }, spanGaps: false };
    // Of columns the band alone is drawn: outlines of thousands of points are slow to paint, and add nothing.
    const outline = () => (this.#scene.curve?.isExact === false ? 'transparent' : this.#colors.band);
    this.#plot = new uPlot(
      {
        width: Math.max(1, host.clientWidth),
        height: Math.max(1, host.clientHeight),
        padding: [14, gutter.right, 0, 0],
        legend: { show: false },
        scales: {
          x: { time: false, range: () => this.#xRange() },
          y: { range: () => this.#yRange() },
        },
        cursor: {
          y: false,
          points: { show: false },
          drag: { x: true, y: false, setScale: false, dist: least },
          // Its own double click would undo the zoom by itself.
          bind: { dblclick: () => null },
        },
        axes: [
          {
            ...axis,
            size: 26,
            gap: 4,
            space: 76,
            values: (_, ticks, __, ___, step) => ticks.map(tick => formatClock(tick, clockDecimals(step))),
          },
          { ...axis, size: gutter.left, gap: 6, space: 34 },
        ],
        series: [
          {},
          { ...line, stroke: outline, width: 1 },
          { ...line, stroke: outline, width: 1 },
          { ...line, stroke: () => this.#colors.accent, width: 1.75 },
        ],
        bands: [{ series: [1, 2], fill: () => this.#colors.band }],
        hooks: {
          drawClear: [plot => paintRejected(plot, this.#scene, this.#colors)],
          draw: [
            plot => {
              paintMarks(plot, this.#scene, this.#colors);
              events.onLayout();
            },
          ],
          setSelect: [
            plot => {
              const { left, width } = plot.select;
              if (width < least) return;
              const from = plot.posToVal(left, 'x');
              const to = plot.posToVal(left + width, 'x');
              plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
              events.onRange({ from, to });
            },
          ],
          setCursor: [
            plot => {
              const left = plot.cursor.left ?? -1;
              events.onHover(left < 0 ? null : { left, time: plot.posToVal(left, 'x') });
            },
          ],
        },
      },
      [[], [], [], []],
      host,
    );
    this.#plot.over.addEventListener('dblclick', () => events.onAll());
    this.#plot.over.addEventListener('click', event => {
      // The end of a drag is no click.
      if (this.#plot.select.width < least) events.onPoint(this.#plot.posToVal(event.offsetX, 'x'));
    });
  }

  /** Where a time lies, in pixels from the left of the host. */
  leftOf(time: number): number {
    // Asking the page where the plot lies would have it laid out for each mark.
    return this.#plot.valToPos(time, 'x') + this.#plot.bbox.left / devicePixelRatio;
  }

  /** Where a score lies, in pixels from the top of the host. */
  topOf(score: number): number {
    const { top, height } = this.#plot.bbox;
    const place = this.#plot.valToPos(score, 'y');
    return Math.min(height / devicePixelRatio, Math.max(0, place)) + top / devicePixelRatio;
  }

  draw(scene: PlotScene): void {
    const isNewCurve = scene.curve !== this.#scene.curve;
    const turned = scene.direction !== this.#scene.direction;
    this.#scene = scene;
    if (turned) this.#plot.scales.y!.dir = scene.direction === 'higher' ? 1 : -1;
    if (isNewCurve || turned) {
      const { curve } = scene;
      const columns = curve ? [curve.times, curve.highs, curve.lows, curve.means] : [[], [], [], []];
      this.#plot.setData(columns as unknown as uPlot.AlignedData, true);
    } else {
      const range = this.#xRange();
      this.#plot.setScale('x', { min: range[0], max: range[1] });
    }
  }

  /** Redraws it with the colours and the size that there are now. */
  refresh(): void {
    this.#colors = readColors(this.#host);
    const { clientWidth: width, clientHeight: height } = this.#host;
    if (width > 0 && height > 0 && (width !== this.#plot.width || height !== this.#plot.height))
      this.#plot.setSize({ width, height });
    else this.#plot.redraw(false, true);
  }

  [Symbol.dispose](): void {
    this.#plot.destroy();
  }

  #xRange(): [number, number] {
    const { from, to } = this.#scene.range ?? { from: 0, to: 1 };
    // A single frame has no width.
    return to > from ? [from, to] : [from - 0.5, to + 0.5];
  }

  #yRange(): [number, number] {
    const [low, high] = this.#scene.curve?.scoreRange ?? [0, 1];
    const margin = (high - low || 1) * 0.06;
    return [low - margin, high + margin];
  }
}
