/**
 * The process that holds the scores of a decode whole and selects from them; `SelectingProcess` starts it with the path of the
 * database. It answers one request after the other, and ends when whoever started it does.
 */
import { FrameSieveError, messageOf } from '@framesieve/core';
import { openStore } from '@framesieve/store';
import type { SelectingReply, SelectingRequest } from './messages.ts';
import { SelectingDesk } from './selecting-desk.ts';

const [, , databasePath] = process.argv;
// An interrupt on a terminal is meant for whoever started this process, which ends it.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => {});
process.on('disconnect', () => process.exit(0));

const store = await openStore(databasePath!, { mode: 'existing' });
const desk = new SelectingDesk(store);
let last: Promise<void> = Promise.resolve();
process.on('message', ({ id, request }: { readonly id: number; readonly request: SelectingRequest }) => {
  last = last.then(async () => reply(await answer(id, request)));
});
process.send?.('ready');
if (!process.connected) process.exit(0);

async function answer(id: number, request: SelectingRequest): Promise<SelectingReply> {
  try {
    return { id, answer: await desk.answer(request) };
  } catch (error) {
    const { code, message, hint } = FrameSieveError.from(error, {
      code: 'internal',
      message: `Selecting failed: ${messageOf(error)}`,
    });
    return { id, error: { code, message, hint } };
  }
}

function reply(message: SelectingReply): void {
  // Whoever asked may be gone by now.
  if (process.connected) process.send?.(message, undefined, undefined, () => {});
}
