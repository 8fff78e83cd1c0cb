import { everyFrame, type Ledger, type ScoredFrame, type Store, silentLogger } from '@framesieve/core';
import { openStore } from '@framesieve/store';
import { makeMetric } from '@framesieve/testkit/records';
import { describe, expect, it } from 'vitest';
import { type ScoredClip, scoredClip } from '../../test/scored-clip.ts';
import { startTestViewer, type TestViewer } from '../../test/start-test-viewer.ts';
import type { Curve } from '../api/curve.ts';
import type { ViewerEvent } from '../api/events.ts';
import type { Library } from '../api/library.ts';
import type { SelectionView } from '../api/selection.ts';

/** Listens as a page does. */
function listen(viewer: TestViewer) {
  const events: ViewerEvent[] = [];
  const ending = new AbortController();
  const ready = Promise.withResolvers<void>();
  const ended = read().catch(() => {});
  return {
    events,
    ready: ready.promise,
    async [Symbol.asyncDispose]() {
      ending.abort();
      await ended;
    },
  };

  async function read() {
    const answer = await fetch(new URL('api/events', viewer.url), { signal: ending.signal });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    let rest = '';
    for await (const text of answer.body!.pipeThrough(new TextDecoderStream())) {
      ready.resolve();
      rest += text;
      const messages = rest.split('\n\n');
      rest = messages.pop()!;
      for (const message of messages)
        if (message.startsWith('data: ')) events.push(JSON.parse(message.slice(6)));
    }
  }
}

const patient = { timeout: 20_000 };

/** Goes on scoring the clip by another metric, as another process does. */
async function begin(clip: ScoredClip, store: Store): Promise<Ledger> {
  const [video] = await store.videos();
  const { decode } = video!.runs[0]!;
  return store.begin({
    path: clip.path,
    identity: video!.identity,
    decode,
    metrics: [makeMetric('other/b')],
    sampling: everyFrame,
    resume: true,
  });
}

async function score(clip: ScoredClip, store: Store, ledger: Ledger, start: number, end: number) {
  async function* scored(): AsyncGenerator<ScoredFrame> {
    for (const record of clip.records.slice(start, end))
      yield {
        record,
        scores: new Map([
          [
            'other/b',
            record.ordinal === 3
              ? { score: null, reason: 'it is undefined' }
              : { score: record.ordinal, distribution: null },
          ],
        ]),
      };
  }
  const frames = { acquire: () => Promise.reject(new Error('No frame is needed.')) };
  const context = { signal: new AbortController().signal, logger: silentLogger, frames };
  for await (const _ of store.run({ ledger, scored: scored() }, context));
}

describe('events', () => {
  it('tell of a run that begins, grows and ends, and the curve grows with it', async () => {
    await using clip = await scoredClip();
    await using viewer = await startTestViewer(clip);
    await using listening = listen(viewer);
    await listening.ready;
    await viewer.json('api/library');
    await using other = await openStore(clip.database);
    await using ledger = await begin(clip, other);
    const [run] = ledger.runs;
    const { runId } = run!;
    await expect.poll(() => listening.events, patient).toContainEqual({ type: 'library' });
    const curve = () => viewer.json<Curve>(`api/decodes/1/curve?runId=${runId}&columns=100`);
    expect((await curve()).extent.frames).toBe(0);
    await score(clip, other, ledger, 0, 25);
    await expect
      .poll(() => listening.events, patient)
      .toContainEqual({ type: 'grown', decodeId: 1, runId, scored: 24, unscorable: 1 });
    expect((await curve()).ordinals).toEqual([...clip.records.keys()].slice(0, 25));
    await score(clip, other, ledger, 25, 40);
    expect((await curve()).ordinals).toEqual([...clip.records.keys()]);
    listening.events.length = 0;
    await ledger.finish({ frameCount: 40, issues: [] });
    await expect.poll(() => listening.events, patient).toContainEqual({ type: 'library' });
    const { videos } = await viewer.json<Library>('api/library');
    expect(videos[0]!.decodes[0]!.runs).toMatchObject([
      { metric: 'other/b', state: 'complete', scored: 39, unscorable: 1 },
      { metric: 'wave/a', state: 'complete', scored: 40 },
    ]);
  });

  it('tell of selections that are stored, of shots and of exports', async () => {
    await using clip = await scoredClip();
    await using viewer = await startTestViewer(clip);
    await using listening = listen(viewer);
    await listening.ready;
    const curve = () => viewer.json<Curve>('api/decodes/1/curve?runId=1&columns=100');
    expect((await curve()).shots).toBeNull();
    await expect.poll(() => listening.events, patient).toContainEqual({ type: 'shots', decodeId: 1 });
    expect((await curve()).shots![0]).toBe(0);
    const view = await viewer.json<SelectionView>('api/decodes/1/selection');
    const { settings, runIds } = view;
    await viewer.send('POST', 'api/decodes/1/select', { settings, runIds, keep: true });
    await expect.poll(() => listening.events, patient).toContainEqual({ type: 'library' });
    await viewer.send('POST', 'api/decodes/1/exports', {
      ...{ selection: 'stored-1', format: 'jpg', quality: null, template: '{frame}.{ext}', maxSize: null },
      ...{ overwrite: false, crop: false },
    });
    const progress = expect.objectContaining({ state: 'done', done: view.picks.length });
    await expect.poll(() => listening.events, patient).toContainEqual({ type: 'export', progress });
  });

  it('do not tell of what has not changed', async () => {
    await using clip = await scoredClip();
    await using viewer = await startTestViewer(clip);
    await using listening = listen(viewer);
    await listening.ready;
    await using other = await openStore(clip.database);
    await using ledger = await begin(clip, other);
    await expect.poll(() => listening.events, patient).toContainEqual({ type: 'library' });
    listening.events.length = 0;
    await score(clip, other, ledger, 0, 10);
    await expect.poll(() => listening.events.length, patient).toBeGreaterThan(0);
    expect(listening.events.filter(event => event.type !== 'grown')).toEqual([]);
  });

  it('end with the viewer, also where a page listens', async () => {
    await using clip = await scoredClip();
    const viewer = await startTestViewer(clip);
    await using listening = listen(viewer);
    await listening.ready;
    await viewer[Symbol.asyncDispose]();
    await expect(viewer.get('api/library')).rejects.toThrow();
  });
});
