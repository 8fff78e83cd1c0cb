import { silentLogger } from '@framesieve/core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { LibraryBook, Snapshot } from '../library/library-book.ts';
import { DatabaseWatch } from './watch-database.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const empty: Snapshot = { videos: [], decodes: new Map(), picks: new Map() };

it('looks once a second, also where it was turned off and on while it looked', async () => {
  const looks: PromiseWithResolvers<Snapshot>[] = [];
  const snapshot = () => {
    const look = Promise.withResolvers<Snapshot>();
    looks.push(look);
    return look.promise;
  };
  const library = { snapshot } as unknown as LibraryBook;
  const watch = new DatabaseWatch({ library, logger: silentLogger, tell: () => {} });
  watch.isOn = true;
  await vi.advanceTimersByTimeAsync(0);
  watch.isOn = false;
  watch.isOn = true;
  await vi.advanceTimersByTimeAsync(0);
  expect(looks).toHaveLength(2);
  for (const look of looks) look.resolve(empty);
  await vi.advanceTimersByTimeAsync(1000);
  expect(looks).toHaveLength(3);
  looks[2]!.resolve(empty);
  await vi.advanceTimersByTimeAsync(1000);
  expect(looks).toHaveLength(4);
  watch.isOn = false;
  looks[3]!.resolve(empty);
  await vi.advanceTimersByTimeAsync(5000);
  expect(looks).toHaveLength(4);
});
