import type { FactColumns, ScoreTable } from '@framesieve/core';
import { isBeyond, limitAt, type Rule } from '../reject/rule.ts';
import { factNames } from './describe-fact.ts';
import type { FactStory, RuleStory } from './frame-story.ts';

const names = Object.keys(factNames) as (keyof FactColumns)[];

/** The facts of a row, each with what the rules make of it that know enough. */
export function tellFacts(table: ScoreTable, row: number, rules: readonly Rule[]): readonly FactStory[] {
  return names.map(name => ({
    name,
    value: numberOrNull(table[name][row]!),
    rules: rules.flatMap(rule => tellRule(table, row, rule, name)),
  }));
}

function tellRule(
  table: ScoreTable,
  row: number,
  { reason, tests }: Rule,
  name: keyof FactColumns,
): RuleStory[] {
  const applies = tests.every(test => isBeyond(test, table, row));
  return tests
    .filter(test => test.fact === name && !Number.isNaN(limitAt(test, row)))
    .map(test => ({
      reason,
      surroundings: test.surroundings && test.surroundings[row]!,
      limit: limitAt(test, row),
      side: test.side,
      isBeyond: isBeyond(test, table, row),
      isMain: test === tests[0],
      applies,
    }));
}

/** `null` for what is not known. */
export function numberOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
