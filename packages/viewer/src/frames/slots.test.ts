import { expect, it } from 'vitest';
import { Slots } from './slots.ts';

it('does no more at the same time than it may, and tells what fails', async () => {
  const slots = new Slots(2);
  let running = 0;
  const most: number[] = [];
  const failures: unknown[] = [];
  for (let i = 0; i < 7; i++) {
    await slots.begin(
      async () => {
        most.push(++running);
        await new Promise(resolve => setTimeout(resolve, 1));
        running--;
        if (i === 3) throw new Error('the fourth');
      },
      error => failures.push(error),
    );
  }
  await slots.settled();
  expect([running, Math.max(...most), most.length]).toEqual([0, 2, 7]);
  expect(failures).toEqual([new Error('the fourth')]);
});
