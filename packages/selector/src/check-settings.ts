import { invalidArgument, type SelectionSettings } from '@framesieve/core';

/** @throws FrameSieveError `usage` that names the setting that is out of range. */
export function checkSettings(settings: SelectionSettings): void {
  const { top, coverage, minGapSeconds, maxHashDistance } = settings;
  if (top.count !== null && !isCount(top.count))
    throw invalidArgument('top', 'a whole number of at least 0', top.count);
  if (top.percent !== null && !(top.percent >= 0 && top.percent <= 100)) {
    throw invalidArgument('top', 'a percentage of 0 to 100', top.percent);
  }
  if (!isCount(coverage)) throw invalidArgument('coverage', 'a whole number of at least 0', coverage);
  if (!(minGapSeconds >= 0 && Number.isFinite(minGapSeconds))) {
    throw invalidArgument('minGapSeconds', 'a number of at least 0', minGapSeconds);
  }
  if (maxHashDistance !== null && !(isCount(maxHashDistance) && maxHashDistance <= 64)) {
    throw invalidArgument('maxHashDistance', 'a whole number of 0 to 64, or null', maxHashDistance);
  }
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
