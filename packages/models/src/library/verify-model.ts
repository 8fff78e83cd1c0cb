import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { messageOf } from '@framesieve/core';
import type { LibraryModel, ModelLibrary } from './model-library.ts';
import { differences, runSelfTest } from './self-test.ts';

/** One thing that was looked at. */
export interface ModelCheck {
  readonly name: 'checksum' | 'self-test';
  /** `null` where there is nothing to compare with. */
  readonly passed: boolean | null;
  /** What was found, a phrase. */
  readonly detail: string;
}

/** Checks that a model is whole and still gives the scores that it gave. Never throws for what is wrong with the model. */
export async function verifyModel(
  { run }: ModelLibrary,
  { file, known, installed }: LibraryModel,
): Promise<readonly ModelCheck[]> {
  if (file === null) return [];
  let model: Uint8Array;
  try {
    model = new Uint8Array(await readFile(file));
  } catch (error) {
    return [{ name: 'checksum', passed: false, detail: `the file can't be read: ${messageOf(error)}` }];
  }
  const expected = known?.supply.kind === 'bundled' ? known.supply.sha256 : installed?.receipt?.sha256;
  const found = createHash('sha256').update(model).digest('hex');
  const recorded = known?.selfTest ?? installed?.receipt?.selfTest ?? null;
  return [checksum(found, expected ?? null), await selfTest(model, run, recorded)];
}

function checksum(found: string, expected: string | null): ModelCheck {
  const name = 'checksum';
  if (expected === null) return { name, passed: null, detail: `none is recorded; the file's is ${found}` };
  if (found === expected) return { name, passed: true, detail: found };
  return { name, passed: false, detail: `${found}, but ${expected} is recorded` };
}

async function selfTest(
  model: Uint8Array,
  run: ModelLibrary['run'],
  recorded: readonly (number | null)[] | null,
): Promise<ModelCheck> {
  const name = 'self-test';
  try {
    const scores = await runSelfTest(run, model);
    const shown = scores.map(score => score?.toFixed(4) ?? 'no score').join(', ');
    if (recorded === null) return { name, passed: null, detail: `none is recorded; it gives ${shown}` };
    const off = differences(scores, recorded);
    return { name, passed: off.length === 0, detail: off.length === 0 ? shown : off.join('; ') };
  } catch (error) {
    return { name, passed: false, detail: `it doesn't run: ${messageOf(error)}` };
  }
}
