import type { Signal } from '@preact/signals';
import { fitted, type Zoom, zoomAt } from '../stage/zoom.ts';
import { panned } from '../state/range.ts';
import { open } from '../state/route.ts';
import { areSignsKeys, toggleTheme } from '../state/settings.ts';
import type { DecodeView } from '../state/view.ts';

/** What keys act on. */
interface KeyContext {
  readonly view: DecodeView;
  readonly zoom: Signal<Zoom>;
  readonly isHelpOpen: Signal<boolean>;
}

/** What a key does. */
export interface Binding {
  /** Values of `KeyboardEvent.key`; letters in lower case. */
  readonly keys: readonly string[];
  /** What the help calls the keys. */
  readonly shown: string;
  readonly does: string;
  readonly group: 'Frames' | 'Picks' | 'Timeline' | 'Page';
  run(context: KeyContext): void;
}

const centre = { x: 0.5, y: 0.5 };

function panTimeline({ view }: KeyContext, share: number): void {
  const range = view.range.value;
  if (range) view.setRange(panned(range, share));
}

function nextMetric({ view }: KeyContext): void {
  const { runs } = view.decode.value;
  const at = runs.findIndex(run => run.runId === view.runId.value);
  view.runId.value = runs[(at + 1) % runs.length]!.runId;
}

/** Every key, in the order of the help. */
export const bindings: readonly Binding[] = [
  {
    keys: ['ArrowLeft'],
    shown: '←',
    does: 'Frame before',
    group: 'Frames',
    run: ({ view }) => view.step(-1),
  },
  { keys: ['ArrowRight'], shown: '→', does: 'Next frame', group: 'Frames', run: ({ view }) => view.step(1) },
  {
    keys: ['c'],
    shown: 'C',
    does: 'Compare with this frame, or stop comparing',
    group: 'Frames',
    run: ({ view }) => view.togglePin(),
  },
  {
    keys: ['x'],
    shown: 'X',
    does: 'Swap the two frames',
    group: 'Frames',
    run: ({ view }) => view.swapPinned(),
  },
  {
    keys: ['z'],
    shown: 'Z',
    does: 'Enlarge the picture, or fit it',
    group: 'Frames',
    run: ({ zoom }) => {
      zoom.value = zoom.value.scale > 1 ? fitted : zoomAt(fitted, centre, 3);
    },
  },
  {
    keys: ['ArrowUp', 'k'],
    shown: '↑',
    does: 'Pick before',
    group: 'Picks',
    run: ({ view }) => view.stepPick(-1),
  },
  {
    keys: ['ArrowDown', 'j'],
    shown: '↓',
    does: 'Next pick',
    group: 'Picks',
    run: ({ view }) => view.stepPick(1),
  },
  { keys: ['b'], shown: 'B', does: 'Best pick', group: 'Picks', run: ({ view }) => view.showBest() },
  {
    keys: ['a'],
    shown: 'A',
    does: 'Pick this frame, or take it out',
    group: 'Picks',
    run: ({ view }) => {
      const ordinal = view.ordinal.value;
      if (ordinal !== null) view.toggleByHand(ordinal);
    },
  },
  {
    keys: ['+', '='],
    shown: '+',
    does: 'Zoom in',
    group: 'Timeline',
    run: ({ view }) => view.zoomBy(2),
  },
  {
    keys: ['-', '_'],
    shown: '−',
    does: 'Zoom out',
    group: 'Timeline',
    run: ({ view }) => view.zoomBy(0.5),
  },
  {
    keys: ['0'],
    shown: '0',
    does: 'Show the whole timeline',
    group: 'Timeline',
    run: ({ view }) => {
      view.zoom.value = null;
    },
  },
  {
    keys: ['[', 'PageUp'],
    shown: '[',
    does: 'Earlier',
    group: 'Timeline',
    run: context => panTimeline(context, -0.5),
  },
  {
    keys: [']', 'PageDown'],
    shown: ']',
    does: 'Later',
    group: 'Timeline',
    run: context => panTimeline(context, 0.5),
  },
  { keys: ['m'], shown: 'M', does: 'Next metric', group: 'Timeline', run: nextMetric },
  {
    keys: ['1'],
    shown: '1',
    does: 'About the frame',
    group: 'Page',
    run: ({ view }) => {
      view.panel.value = 'frame';
    },
  },
  {
    keys: ['2'],
    shown: '2',
    does: 'Picks and how they are picked',
    group: 'Page',
    run: ({ view }) => {
      view.panel.value = 'picks';
    },
  },
  {
    keys: ['3', 'e'],
    shown: '3',
    does: 'Export',
    group: 'Page',
    run: ({ view }) => {
      view.panel.value = 'export';
    },
  },
  { keys: ['l'], shown: 'L', does: 'List of videos', group: 'Page', run: () => open(null) },
  { keys: ['t'], shown: 'T', does: 'Light or dark', group: 'Page', run: toggleTheme },
  {
    keys: ['?'],
    shown: '?',
    does: 'These keys',
    group: 'Page',
    run: ({ isHelpOpen }) => {
      isHelpOpen.value = !isHelpOpen.value;
    },
  },
];

/** Elements that want keys for themselves. */
const typing = 'input:not([type=checkbox]), select, textarea, [contenteditable], dialog[open]';
/** What scrolls, and by which keys. */
const scrolling = '.panel';
const scrollKeys = new Set(['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown']);

/** Whether a key means what the page says it does, and not what the element that has the focus makes of it. */
export function isForPage(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key.length === 1 && !areSignsKeys.value) return false;
  const target = event.target instanceof Element ? event.target : null;
  if (scrollKeys.has(event.key) && target?.closest(scrolling)) return false;
  return target === null || target.closest(typing) === null;
}

/** What a value of `KeyboardEvent.key` does; `null` for nothing. */
export function bindingOf(key: string): Binding | null {
  const wanted = key.length === 1 ? key.toLowerCase() : key;
  return bindings.find(({ keys }) => keys.includes(wanted)) ?? null;
}
