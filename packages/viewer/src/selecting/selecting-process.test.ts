import { defaultSelection, silentLogger } from '@framesieve/core';
import { describe, expect, it } from 'vitest';
import { scoredClip } from '../../test/scored-clip.ts';
import { SelectingProcess } from './selecting-process.ts';

const { signal } = new AbortController();
const table = { runs: [{ runId: 1, direction: 'lower' as const }], rows: 40 };
const select = { kind: 'select' as const, table, settings: defaultSelection };

async function start() {
  const clip = await scoredClip();
  const selecting = new SelectingProcess({ databasePath: clip.database, logger: silentLogger });
  return {
    selecting,
    async [Symbol.asyncDispose]() {
      await selecting[Symbol.asyncDispose]();
      await clip[Symbol.asyncDispose]();
    },
  };
}

describe('the process that selects', () => {
  it('is started when it is asked for the first time, and asked again after it has died', async () => {
    await using started = await start();
    const { selecting } = started;
    expect(selecting.pid).toBeNull();
    const first = await selecting.ask(select, { decodeId: 1, signal });
    const pid = selecting.pid!;
    // That it is gone is noticed only later.
    process.kill(pid, 'SIGKILL');
    const dying = selecting.ask({ kind: 'shots', table }, { decodeId: 1, signal });
    await expect(dying).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringContaining('has ended'),
    });
    const again = await selecting.ask(select, { decodeId: 1, signal });
    expect(again.picked).toEqual(first.picked);
    expect(selecting.pid).not.toBe(pid);
  });

  it('drops a trial that waits when a newer one comes, and one that nobody waits for', async () => {
    await using started = await start();
    const { selecting } = started;
    const ask = (isTrial: boolean, own = signal) =>
      selecting.ask(select, { decodeId: 1, signal: own, isTrial });
    const gone = new AbortController();
    const running = ask(true);
    const overtaken = ask(true);
    const given = ask(false, gone.signal);
    const newest = ask(true);
    gone.abort();
    await expect(overtaken).rejects.toMatchObject({ code: 'interrupted' });
    await expect(given).rejects.toThrow('aborted');
    expect((await running).picked).toEqual((await newest).picked);
  });

  it('says what is wrong with a request, and goes on', async () => {
    await using started = await start();
    const { selecting } = started;
    const settings = { ...defaultSelection, weights: { 'no/metric': 1 } };
    await expect(selecting.ask({ ...select, settings }, { decodeId: 1, signal })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('no/metric'),
    });
    const { pid } = selecting;
    const shots = await selecting.ask({ kind: 'shots', table }, { decodeId: 1, signal });
    expect(shots[0]).toBe(0);
    expect(selecting.pid).toBe(pid);
  });

  it('lets go of the scores of a decode when another is asked about', async () => {
    await using started = await start();
    const { selecting } = started;
    await selecting.ask(select, { decodeId: 1, signal });
    const { pid } = selecting;
    await selecting.ask(select, { decodeId: 2, signal });
    expect(selecting.pid).not.toBe(pid);
    await expect.poll(() => isRunning(pid!)).toBe(false);
  });

  it('ends with whoever has started it, and what waits fails', async () => {
    const clip = await scoredClip();
    const selecting = new SelectingProcess({ databasePath: clip.database, logger: silentLogger });
    await selecting.ask(select, { decodeId: 1, signal });
    const { pid } = selecting;
    const waiting = [select, select].map(request => selecting.ask(request, { decodeId: 1, signal }));
    const failed = Promise.allSettled(waiting);
    await selecting[Symbol.asyncDispose]();
    await clip[Symbol.asyncDispose]();
    for (const outcome of await failed)
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'interrupted' } });
    await expect.poll(() => isRunning(pid!)).toBe(false);
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
