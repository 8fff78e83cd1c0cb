import { expect, it } from 'vitest';
import { EagerBody } from './eager-body.ts';
import { IdleWatch } from './idle-watch.ts';

const watch = () => new IdleWatch(10_000, new AbortController().signal);
const rest = () => new Promise(resolve => setTimeout(resolve, 20));

it('gives what came before the connection broke, and then the error', async () => {
  const broken = new Error('broken');
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(Buffer.from('abc'));
      setTimeout(() => controller.error(broken), 5);
    },
  });
  using body = new EagerBody(stream, watch());
  await rest();
  expect(Buffer.from((await body.next())!).toString()).toBe('abc');
  await expect(body.next()).rejects.toBe(broken);
});

it('leaves the connection waiting when nobody takes what came', async () => {
  let pulled = 0;
  const piece = Buffer.alloc(2 ** 18);
  const stream = new ReadableStream<Uint8Array>(
    { pull: controller => (pulled++ < 40 ? controller.enqueue(piece) : controller.close()) },
    { highWaterMark: 0 },
  );
  using body = new EagerBody(stream, watch());
  await rest();
  expect(pulled).toBe(4);
  let bytes = 0;
  for (let next = await body.next(); next !== null; next = await body.next()) bytes += next.length;
  expect(bytes).toBe(40 * piece.length);
});

it('is at its end where there is nothing', async () => {
  using body = new EagerBody(null, watch());
  expect(await body.next()).toBeNull();
});
