import type { SieveEvent } from '../events.ts';

/** How far a video is, as shown to a person. */
export interface Track {
  readonly path: string;
  readonly position: number;
  /** What the container claims; `null` when it claims nothing, or less than there is. */
  readonly expected: number | null;
  /** Frames of the stream per second; `null` until it can be told. */
  readonly fps: number | null;
  /** Seconds to go; `null` when it can't be told. */
  readonly eta: number | null;
  readonly best: Extract<SieveEvent, { type: 'progress' }>['best'];
  /** Whether it is refined: the figures are those of the frames that are looked at once more. */
  readonly isRefined: boolean;
  /** How far its stills are; `null` before the first is done. */
  readonly stills: { readonly done: number; readonly total: number } | null;
}

/** Follows the events of one video. */
export class Tracker {
  readonly #now: () => number;
  #start = 0;
  readonly #path: string;
  #expected: number | null = null;
  #latest: Extract<SieveEvent, { type: 'progress' }> | null = null;
  #refined: number | null = null;

  #stills: Track['stills'] = null;

  /** @param now milliseconds of a clock that never goes back. */
  constructor(path: string, now: () => number = () => performance.now()) {
    this.#path = path;
    this.#now = now;
  }

  follow(event: SieveEvent): void {
    if (event.type === 'analyze') {
      this.#start = this.#now();
      this.#expected = event.expectedFrames;
      this.#latest = null;
    }
    if (event.type === 'progress') this.#latest = event;
    if (event.type === 'refine') {
      this.#start = this.#now();
      this.#expected = event.candidates - event.reused;
      this.#refined = 0;
    }
    if (event.type === 'refining') this.#refined = event.done;
    if (event.type === 'still') this.#stills = { done: event.done, total: event.total };
  }

  get track(): Track {
    const position = this.#refined ?? this.#latest?.position ?? 0;
    const seconds = (this.#now() - this.#start) / 1000;
    const fps = position > 0 && seconds > 0.2 ? position / seconds : null;
    // A claim that turns out too low was no good.
    const expected = this.#expected !== null && this.#expected >= position ? this.#expected : null;
    const eta = expected !== null && fps !== null ? (expected - position) / fps : null;
    const isRefined = this.#refined !== null;
    const best = isRefined ? null : (this.#latest?.best ?? null);
    return { path: this.#path, position, expected, fps, eta, best, isRefined, stills: this.#stills };
  }
}

/** One line of figures: `120/280 frames · 147 fps · 2 s left · best 3.90 (frame 12)`, or `writing stills 3/20`. */
export function describeTrack({ position, expected, fps, eta, best, isRefined, stills }: Track): string {
  if (stills !== null) return `writing stills ${stills.done}/${stills.total}`;
  const parts = [
    `${isRefined ? 'refining ' : ''}${position}/${expected ?? '?'} frames`,
    fps === null ? null : `${fps < 10 ? fps.toFixed(1) : fps.toFixed(0)} fps`,
    eta === null ? null : `${formatDuration(eta)} left`,
    best === null ? null : `best ${best.score.toFixed(2)} (frame ${best.frame})`,
  ];
  return parts.filter(part => part !== null).join(' · ');
}

/** `45 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatDuration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
