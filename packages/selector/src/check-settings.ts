import { FrameSieveError, invalidArgument, type ScoreTable, type SelectionSettings } from '@framesieve/core';
import { weightOf } from './ranking/rank-frames.ts';

/** @throws FrameSieveError `usage` that names the setting that is out of range. */
export function checkSettings(settings: SelectionSettings, { metrics }: ScoreTable): void {
  const { top, coverage, maxPerShot, minGapSeconds, maxHashDistance, weights } = settings;
  if (top.count !== null && !isCount(top.count))
    throw invalidArgument('top', 'a whole number of at least 0', top.count);
  if (top.percent !== null && !(top.percent >= 0 && top.percent <= 100)) {
    throw invalidArgument('top', 'a percentage of 0 to 100', top.percent);
  }
  checkCoverage(coverage);
  if (maxPerShot !== null && !(isCount(maxPerShot) && maxPerShot > 0)) {
    throw invalidArgument('maxPerShot', 'a whole number of at least 1, or null', maxPerShot);
  }
  if (!isAmount(minGapSeconds)) {
    throw invalidArgument('minGapSeconds', 'a number of at least 0', minGapSeconds);
  }
  if (maxHashDistance !== null && !(isCount(maxHashDistance) && maxHashDistance <= 64)) {
    throw invalidArgument('maxHashDistance', 'a whole number of 0 to 64, or null', maxHashDistance);
  }
  for (const [name, limit] of Object.entries(settings.reject)) {
    if (limit !== null && !isAmount(limit))
      throw invalidArgument(name, 'a number of at least 0, or null', limit);
  }
  const known = metrics.map(({ id }) => id);
  const { refinedBy = null } = settings;
  checkRefinement(refinedBy, weights, known);
  checkWeights(
    weights,
    known.filter(id => id !== refinedBy),
  );
}

function checkRefinement(
  refinedBy: string | null,
  weights: SelectionSettings['weights'],
  known: readonly string[],
): void {
  if (refinedBy === null) return;
  if (!known.includes(refinedBy)) {
    throw new FrameSieveError({
      code: 'usage',
      message: `There are no scores by \`${refinedBy}\`, which is to refine.`,
      hint: known.length > 0 ? `Metrics with scores: ${known.join(', ')}.` : 'No metric has scores.',
    });
  }
  if (Object.hasOwn(weights, refinedBy)) {
    throw new FrameSieveError({
      code: 'usage',
      message: `\`${refinedBy}\` refines, so it can't have a weight: where it has a score, it ranks alone.`,
      hint: 'Leave its weight out.',
    });
  }
}

function checkCoverage({ by, picks, per }: SelectionSettings['coverage']): void {
  if (by !== 'time' && by !== 'shot') throw invalidArgument('coverage.by', '`time` or `shot`', by);
  if (per !== 'video' && per !== 'minute' && per !== 'shot') {
    throw invalidArgument('coverage.per', '`video`, `minute` or `shot`', per);
  }
  const fits = picks === 'auto' || (per === 'video' ? isCount(picks) : isAmount(picks));
  if (!fits) {
    const expected =
      per === 'video' ? 'a whole number of at least 0, or `auto`' : 'a number of at least 0, or `auto`';
    throw invalidArgument('coverage', expected, picks);
  }
}

function checkWeights(weights: SelectionSettings['weights'], known: readonly string[]): void {
  for (const [id, weight] of Object.entries(weights)) {
    if (!isAmount(weight)) throw invalidArgument(`weights.${id}`, 'a number of at least 0', weight);
    if (!known.includes(id)) {
      throw new FrameSieveError({
        code: 'usage',
        message: `There are no scores by \`${id}\`, which has a weight.`,
        hint: known.length > 0 ? `Metrics with scores: ${known.join(', ')}.` : 'No metric has scores.',
      });
    }
  }
  if (known.length > 0 && known.every(id => weightOf(id, weights) === 0)) {
    throw new FrameSieveError({
      code: 'usage',
      message: `All metrics have the weight 0, so that none of them ranks: ${known.join(', ')}.`,
      hint: 'Give at least one of them a weight above 0.',
    });
  }
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function isAmount(value: number): boolean {
  return Number.isFinite(value) && value >= 0;
}
