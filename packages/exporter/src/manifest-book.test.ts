import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeInput, temporaryFolder } from '../test/make-input.ts';
import { describeExport } from './describe-export.ts';
import { openManifestBook } from './manifest-book.ts';
import type { ManifestStill } from './manifest-schema.ts';
import { readManifest } from './read-manifest.ts';

/** An entry of a still of the given frame, whose file is there. */
async function entryIn(folder: string, frame: number): Promise<Omit<ManifestStill, 'export'>> {
  const file = `still-${frame}.png`;
  await writeFile(join(folder, file), 'a picture');
  return {
    ...{ file, frame, ptsTicks: frame, ptsSource: 'container', timeSeconds: frame },
    ...{ scores: {}, metric: null, rank: 1, tier: 'top', reason: 'the best', width: 2, height: 2 },
    ...{ format: 'png', bitDepth: 8, colorTag: 'srgb', sizeBytes: 9 },
    ...{ sha256: 'ab'.repeat(32), fingerprint: '0'.repeat(16), verified: 'exact' },
  };
}

describe('the manifest book', () => {
  it('keeps the entries of another export that goes on in the same folder', async () => {
    await using folder = await temporaryFolder();
    const { source, settings } = makeInput({ frames: [], folder: folder.path });
    const description = await describeExport(source, settings, 1);
    const books = [1, 2].map(second =>
      openManifestBook(folder.path, { ...description, created: `2026-01-01T00:00:0${second}.000Z` }, null),
    );
    for (const frame of [10, 11, 12, 13]) await books[frame % 2]!.add(await entryIn(folder.path, frame));
    for (const book of books) await book.close(true);

    const manifest = (await readManifest(folder.path, false))!;
    expect(manifest.stills.map(still => still.frame).sort()).toEqual([10, 11, 12, 13]);
    expect(manifest.created).toBe('2026-01-01T00:00:02.000Z');
    const numbers = new Map(manifest.stills.map(still => [still.frame, still.export]));
    expect(numbers.get(11)).toBe(manifest.export);
    expect(numbers.get(13)).toBe(manifest.export);
    expect(manifest.earlier.map(({ export: number, created }) => ({ number, created }))).toEqual([
      { number: numbers.get(10), created: '2026-01-01T00:00:01.000Z' },
    ]);
    expect(numbers.get(12)).toBe(numbers.get(10));
  });
});
