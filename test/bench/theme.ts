import type { Case, Rounds } from './measure.ts';

/** What the whole benchmark is asked for. */
export interface BenchSettings {
  /** Rounds that count. */
  readonly rounds: number;
  /** Fewer frames and rows: shows whether everything works, and where the figures lie. */
  readonly quick: boolean;
  /** What takes hours or very much memory, too. */
  readonly large: boolean;
  /** A video to decode and score instead of the benchmark's own clips; `null` for those. */
  readonly video: string | null;
}

/** Cases that are measured together, in turn. */
interface OpenTheme extends AsyncDisposable {
  readonly cases: readonly Case[];
  /** What it measures on, and what is skipped and why. */
  readonly notes: readonly string[];
  /** Where it differs from what was asked for. */
  readonly rounds?: Partial<Rounds>;
}

/** A group of cases that has what they need made once. */
export interface Theme {
  readonly title: string;
  open(settings: BenchSettings): Promise<OpenTheme>;
}
