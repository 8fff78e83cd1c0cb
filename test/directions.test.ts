import { readFileSync } from 'node:fs';
import { Registry } from '@framesieve/core/registry';
import { readModelMetadata } from '@framesieve/models';
import brisque from '@framesieve/plugin-brisque';
import musiq from '@framesieve/plugin-musiq';
import niqe from '@framesieve/plugin-niqe';
import { expect, it } from 'vitest';

const registry = new Registry();
for (const plugin of [niqe, brisque, musiq]) registry.use(plugin);
const models = registry.modelFamilies.flatMap(family => family.models);

// A direction that is turned by mistake keeps the worst frames: each is stated here once more.
const table = [
  ['niqe/framesieve', 'lower', [0, null]],
  ['niqe/utlive', 'lower', [0, null]],
  ['brisque/opencv', 'lower', [0, 100]],
  ['brisque/utlive', 'lower', [0, 100]],
  ['musiq/koniq', 'higher', [0, 100]],
  ['musiq/spaq', 'higher', [0, 100]],
  ['musiq/paq2piq', 'higher', [0, 100]],
  ['musiq/ava', 'higher', [1, 10]],
];

it('states the direction and range of every known model', () => {
  expect(models.map(({ id, direction, range }) => [id, direction, range])).toEqual(table);
});

it('has a metric for each of them, and says in its summary which way is better', () => {
  expect(registry.scorers.map(({ id }) => id).sort()).toEqual(table.map(([id]) => id).sort());
  for (const { id, direction } of models) {
    expect(registry.scorer(id).summary).toContain(`${direction} is better`);
  }
});

it('has files that say the same of themselves', () => {
  const bundled = models.flatMap(({ id, direction, supply }) =>
    supply.kind === 'bundled' ? [{ id, direction, file: supply.file }] : [],
  );
  expect(bundled.map(({ id }) => id)).toEqual(['niqe/framesieve', 'brisque/opencv']);
  for (const { id, direction, file } of bundled)
    expect(readModelMetadata(readFileSync(file))).toMatchObject({ metric: id, direction });
});
