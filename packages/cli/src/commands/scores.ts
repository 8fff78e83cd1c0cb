import { FrameSieveError } from '@framesieve/core';
import type { CommandDefinition } from '../invocation.ts';
import type { ScoresFormat } from '../print-scores.ts';
import { nothingChanged } from '../reported-error.ts';

const formats: readonly ScoresFormat[] = ['csv', 'json', 'jsonl'];

/** `framesieve scores` */
export const scores: CommandDefinition = {
  name: 'scores',
  summary: 'Print the stored scores of a video, with the facts about each frame.',
  argument: '<video>',
  argumentDescriptions: ['a video that has been scored'],
  groups: ['common', 'stream', 'sample'],
  flags: [
    {
      flags: '--format <csv|json|jsonl>',
      description: 'csv (the default), jsonl (one object a line), or json (the same document as --json).',
    },
  ],
  interrupted: nothingChanged,
  async run(invocation) {
    const { json, values } = invocation;
    const asked = String(values.format ?? 'csv');
    const format = formats.find(known => known === asked);
    if (format === undefined) {
      throw new FrameSieveError({
        code: 'usage',
        message: `--format: expected csv, json or jsonl, found "${asked}".`,
        hint: 'framesieve scores --help describes every flag.',
      });
    }
    const { printScores } = await import('../print-scores.ts');
    return printScores(invocation, json ? 'json' : format);
  },
};
