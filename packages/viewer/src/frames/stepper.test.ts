import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ColumnsCache } from '../curve/columns-cache.ts';
import { appendColumns, noColumns } from '../curve/run-columns.ts';
import type { DecodeRecord } from '../library/decode-record.ts';
import type { PictureDesk } from './picture-desk.ts';
import { Stepper } from './stepper.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const times = Array.from({ length: 40 }, (_, i) => i);
const columns = appendColumns(noColumns, {
  ordinals: Uint32Array.from(times),
  timeSeconds: Float64Array.from(times),
  scores: Float64Array.from(times),
});
const record = { decodeId: 1, newest: [{}] } as unknown as DecodeRecord;

function makeStepper() {
  const prepare = vi.fn();
  const ending = new AbortController();
  const stepper = new Stepper({
    columns: { of: async () => columns } as unknown as ColumnsCache,
    pictures: { isReady: () => false, prepare } as unknown as PictureDesk,
    signal: ending.signal,
  });
  return { stepper, prepare, ending };
}

it('makes the pictures ready that come next in the direction of the steps', async () => {
  const { stepper, prepare } = makeStepper();
  stepper.look(record, 20);
  stepper.look(record, 19);
  await vi.advanceTimersByTimeAsync(1000);
  expect(prepare.mock.calls).toEqual([[record, [18, 17, 16, 15, 14, 13, 12, 11, 20, 21]]]);
});

it('makes none ready any more when the viewer ends', async () => {
  const { stepper, prepare, ending } = makeStepper();
  stepper.look(record, 20);
  ending.abort();
  await vi.advanceTimersByTimeAsync(1000);
  expect(prepare).not.toHaveBeenCalled();
});
