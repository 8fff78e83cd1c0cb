import { computed, signal } from '@preact/signals';
import type { Curve, Strip } from '../../../src/api/curve.ts';
import type { DecodeEntry, RunEntry, VideoEntry } from '../../../src/api/library.ts';
import type { FrameView, PickView, SelectionView } from '../../../src/api/selection.ts';
import { getSelection, override, select } from '../api/client.ts';
import { Latest } from '../api/latest.ts';
import { followView } from './follow-view.ts';
import { complain } from './notices.ts';
import { type Range, revealing, withinExtent, zoomedAt } from './range.ts';

/** A frame that is to be looked at; its time is not known until it was asked for. */
export interface Position {
  readonly ordinal: number;
  readonly timeSeconds: number | null;
}

export type PanelName = 'frame' | 'picks' | 'export';

/** What a view begins with. */
interface ViewStart {
  readonly isReadOnly: boolean;
  /** The frame to show; `null`: the best pick. */
  readonly ordinal: number | null;
}

/** Least time between two selections that are made only because a run grows. */
const reselectMs = 5000;

/** When the last frame of a curve ends: it is shown as long as the others; alone, for a second. */
function endOf(curve: Curve | null): number | null {
  if (!curve) return null;
  const { from, to, frames } = curve.extent;
  return frames > 1 ? to + (to - from) / (frames - 1) : to + 1;
}

/** Everything that is shown of one decode, and what can be done with it. Disposing of it ends what it has going on. */
export class DecodeView implements Disposable {
  readonly decodeId: number;
  /** Whether nothing can be changed or exported. */
  readonly isReadOnly: boolean;
  readonly video = signal<VideoEntry>(null!);
  readonly decode = signal<DecodeEntry>(null!);
  /** The run whose curve is shown. */
  readonly runId = signal(0);
  readonly curve = signal<Curve | null>(null);
  readonly strip = signal<Strip | null>(null);
  /** What is visible of the timeline; `null`: all of it. */
  readonly zoom = signal<Range | null>(null);
  /** Columns of the curve, and cells of the filmstrip, that there is room for. */
  readonly columns = signal(0);
  readonly cells = signal(0);
  readonly selection = signal<SelectionView | null>(null);
  readonly position = signal<Position | null>(null);
  readonly frame = signal<FrameView | null>(null);
  /** The frame that the current one is compared with. */
  readonly pinned = signal<Position | null>(null);
  readonly panel = signal<PanelName>('frame');
  readonly isSelecting = signal(false);
  /** Counts what may have changed what was loaded: frames of a growing run, rejections, shots. */
  readonly revision = signal(0);

  readonly run = computed<RunEntry>(
    () => this.decode.value.runs.find(run => run.runId === this.runId.value) ?? this.decode.value.runs[0]!,
  );
  readonly ordinal = computed(() => this.position.value?.ordinal ?? null);
  readonly #from = computed(() => this.curve.value?.extent.from ?? null);
  readonly #to = computed(() => endOf(this.curve.value));
  /** From the first frame of the run to the end of the last. */
  readonly extent = computed<Range | null>(() => {
    const [from, to] = [this.#from.value, this.#to.value];
    return from === null || to === null ? null : { from, to };
  });
  readonly range = computed<Range | null>(() => this.zoom.value ?? this.extent.value);
  readonly picksByOrdinal = computed(
    () => new Map<number, PickView>(this.selection.value?.picks.map(pick => [pick.ordinal, pick])),
  );
  readonly picksInTime = computed(() =>
    (this.selection.value?.picks ?? []).toSorted((a, b) => a.ordinal - b.ordinal),
  );

  #correcting: Promise<void> = Promise.resolve();
  #selectedAt = 0;
  readonly #selecting = new Latest();
  readonly #stop: () => void;

  constructor(video: VideoEntry, decode: DecodeEntry, { isReadOnly, ordinal }: ViewStart) {
    this.decodeId = decode.decodeId;
    this.isReadOnly = isReadOnly;
    this.update(video, decode);
    this.runId.value = decode.runs[0]!.runId;
    if (ordinal !== null) this.position.value = { ordinal, timeSeconds: null };
    this.#stop = followView(this);
    void this.loadSelection();
  }

  update(video: VideoEntry, decode: DecodeEntry): void {
    this.video.value = video;
    this.decode.value = decode;
  }

  async loadSelection(): Promise<void> {
    await this.#select(signal => getSelection(this.decodeId, signal));
  }

  /** Selects anew from stored scores. */
  async select(
    settings: SelectionView['settings'],
    runIds: readonly number[],
    keep: boolean,
  ): Promise<boolean> {
    return this.#select(signal => select(this.decodeId, { settings, runIds, keep }, signal));
  }

  /** Looks up anew what may have been changed elsewhere; a trial stays as it is. */
  refresh(): void {
    this.revision.value++;
    if (this.selection.value?.source !== 'preview' && !this.isSelecting.value) void this.loadSelection();
  }

  /** Picks a frame by hand, takes it out, or takes such a correction back; nothing where that isn't allowed. */
  toggleByHand(ordinal: number): void {
    // One after the other: each is told by what came of the one before.
    this.#correcting = this.#correcting.then(() => this.#toggle(ordinal));
  }

  async #toggle(ordinal: number): Promise<void> {
    const selection = this.selection.value;
    if (!selection || this.isReadOnly) return;
    const { overrides, key } = selection;
    const isCorrected = overrides.added.includes(ordinal) || overrides.removed.includes(ordinal);
    const action = isCorrected ? null : this.picksByOrdinal.value.has(ordinal) ? 'removed' : 'added';
    await this.#select(() => override(this.decodeId, ordinal, { action, selection: key }));
  }

  show(ordinal: number, timeSeconds: number | null = null): void {
    this.position.value = { ordinal, timeSeconds };
    if (timeSeconds !== null) this.reveal(timeSeconds);
  }

  /** Steps by scored frames; where every frame is scored, those are all decoded ones. */
  step(by: 1 | -1): void {
    const at = this.position.value;
    if (!at) return;
    const known = this.frame.value;
    const next =
      known?.ordinal === at.ordinal
        ? by === 1
          ? known.next
          : known.previous
        : this.#isDense()
          ? at.ordinal + by
          : null;
    if (next !== null && next >= 0 && next < (this.decode.value.frameCount ?? Number.POSITIVE_INFINITY))
      this.show(next);
  }

  /** Goes to the next pick in time, or the one before. */
  stepPick(by: 1 | -1): void {
    const at = this.position.value?.ordinal ?? -1;
    const picks = this.picksInTime.value;
    const next = by === 1 ? picks.find(pick => pick.ordinal > at) : picks.findLast(pick => pick.ordinal < at);
    if (next) this.show(next.ordinal, next.timeSeconds);
  }

  /** Takes note of frames that have come: picks that nobody has kept are made anew now and then. */
  grow(): void {
    this.revision.value++;
    const isOld = performance.now() - this.#selectedAt > reselectMs;
    if (this.selection.value?.source === 'default' && !this.isSelecting.value && isOld)
      void this.loadSelection();
  }

  #begin(): void {
    const { poster } = this.decode.value;
    if (this.selection.value?.picks.length) this.showBest();
    else if (poster !== null) this.show(poster);
  }

  showBest(): void {
    const [best] = this.selection.value?.picks ?? [];
    if (best) this.show(best.ordinal, best.timeSeconds);
  }

  setRange(range: Range): void {
    const [extent, curve] = [this.extent.value, this.curve.value];
    if (!extent || !curve) return;
    const within = withinExtent(range, extent, curve.extent.frames);
    const isAll = within.to - within.from >= (extent.to - extent.from) * 0.999;
    const now = this.zoom.value;
    // The same range again is nothing new to load.
    if (now?.from === within.from && now.to === within.to) return;
    this.zoom.value = isAll ? null : within;
  }

  /** Zooms by a factor at the current frame, where it is known, else in the middle. */
  zoomBy(factor: number): void {
    const range = this.range.value;
    if (!range) return;
    const at = this.position.value?.timeSeconds ?? (range.from + range.to) / 2;
    this.setRange(zoomedAt(range, at, factor));
  }

  reveal(timeSeconds: number): void {
    if (this.zoom.value) this.setRange(revealing(this.zoom.value, timeSeconds));
  }

  /** Compares the current frame with what comes to be shown, or ends comparing. */
  togglePin(): void {
    this.pinned.value = this.pinned.value ? null : this.position.value;
  }

  swapPinned(): void {
    const { pinned, position } = this;
    if (!pinned.value) return;
    const before = position.value;
    position.value = pinned.value;
    pinned.value = before;
  }

  [Symbol.dispose](): void {
    this.#stop();
    this.#selecting.cancel();
  }

  #isDense(): boolean {
    const { frameCount } = this.decode.value;
    return this.run.value.scored + this.run.value.unscorable === frameCount;
  }

  async #select(task: (signal: AbortSignal) => Promise<SelectionView>): Promise<boolean> {
    this.isSelecting.value = true;
    try {
      const selection = await this.#selecting.run(task);
      if (!selection) return false;
      this.selection.value = selection;
      this.isSelecting.value = false;
      this.#selectedAt = performance.now();
      if (this.position.value === null) this.#begin();
      return true;
    } catch (error) {
      this.isSelecting.value = false;
      complain(error);
      return false;
    }
  }
}
