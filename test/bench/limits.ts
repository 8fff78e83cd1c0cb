/** What must hold of a figure. */
export interface Limits {
  readonly least?: number;
  readonly most?: number;
  /** What is aimed at beyond what must hold. */
  readonly aim?: number;
}

/** Whether it holds. */
export interface LimitResult extends Limits {
  readonly figure: number;
  readonly holds: boolean;
  /** Whether what is aimed at is reached; `null` where nothing more is aimed at. */
  readonly reachesAim: boolean | null;
}

/** Holds a figure against its limits; what isn't a number doesn't hold. */
export function evaluate(figure: number, limits: Limits): LimitResult {
  const { least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY, aim } = limits;
  const holds = figure >= least && figure <= most;
  const reaches = limits.most === undefined ? figure >= (aim ?? 0) : figure <= (aim ?? 0);
  return { ...limits, figure, holds, reachesAim: aim === undefined ? null : reaches };
}

/** The limits in words, e.g. `≥ 0.45 (aim 0.6)`. */
export function describeLimits({ least, most, aim }: Limits, format: (figure: number) => string): string {
  const bounds = [
    least === undefined ? null : `≥ ${format(least)}`,
    most === undefined ? null : `≤ ${format(most)}`,
  ].filter(bound => bound !== null);
  return `${bounds.join(', ')}${aim === undefined ? '' : ` (aim ${format(aim)})`}`;
}
