import { expect, it } from 'vitest';
import { waitFor } from './wait-for.ts';

const never = new Promise<never>(() => {});
const { signal } = new AbortController();

it('gives the result, however late, when no limit is set', async () => {
  const late = new Promise(resolve => setTimeout(resolve, 20, 'done'));
  await expect(waitFor(late, { signal, stallSeconds: null })).resolves.toBe('done');
});

it('ends a wait that is too long', async () => {
  await expect(waitFor(never, { signal, stallSeconds: 0.02 })).rejects.toMatchObject({
    code: 'decode-failed',
    message: 'OpenCV has decoded nothing for 0.02 s.',
  });
});

it('ends with the reason of the signal, before and while waiting', async () => {
  const reason = new Error('stop');
  const aborted = AbortSignal.abort(reason);
  await expect(waitFor(never, { signal: aborted, stallSeconds: null })).rejects.toBe(reason);
  const controller = new AbortController();
  setTimeout(() => controller.abort(reason), 10);
  await expect(waitFor(never, { signal: controller.signal, stallSeconds: 60 })).rejects.toBe(reason);
});
