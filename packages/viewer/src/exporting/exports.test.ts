import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultSelection, type SelectionSettings } from '@framesieve/core';
import { readManifest } from '@framesieve/exporter';
import { describe, expect, it } from 'vitest';
import { type ScoredClip, type ScoredClipOptions, scoredClip } from '../../test/scored-clip.ts';
import { startTestViewer, type TestViewer } from '../../test/start-test-viewer.ts';
import type { ExportDefaults, ExportPlanView, ExportProgress, ExportRequest } from '../api/export.ts';
import type { SelectionView } from '../api/selection.ts';

const settings: SelectionSettings = {
  ...defaultSelection,
  top: { count: 5, percent: null },
  coverage: { by: 'time', picks: 0, per: 'video' },
  minGapSeconds: 0,
  maxHashDistance: null,
};

async function start(options: ScoredClipOptions = {}) {
  const clip = await scoredClip(options);
  const viewer = await startTestViewer(clip, { selection: settings });
  const view = await viewer.json<SelectionView>('api/decodes/1/selection');
  const defaults = await viewer.json<ExportDefaults>('api/decodes/1/exports/defaults');
  const { fields: _, folder: __, ...rest } = defaults;
  const request: ExportRequest = { ...rest, selection: view.key };
  return {
    ...{ clip, viewer, view, defaults, request },
    async [Symbol.asyncDispose]() {
      await viewer[Symbol.asyncDispose]();
      await clip[Symbol.asyncDispose]();
    },
  };
}

async function post<Body>(viewer: TestViewer, path: string, body: unknown): Promise<Body> {
  const answer = await viewer.send('POST', `api/decodes/1/exports${path}`, body);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Body;
}

async function finished(viewer: TestViewer, { exportId }: ExportProgress): Promise<ExportProgress> {
  const look = () => viewer.json<ExportProgress>(`api/exports/${exportId}`);
  await expect.poll(async () => (await look()).state, { timeout: 30_000 }).not.toBe('running');
  return look();
}

const stillsIn = async ({ folder }: ScoredClip) =>
  (await readdir(join(folder, 'stills')).catch(() => [])).filter(name => name !== 'manifest.json').sort();

describe('an export', () => {
  it('is planned without writing anything, with an estimate of its size that is near', async () => {
    await using started = await start();
    const { clip, viewer, view, defaults, request } = started;
    expect(defaults).toMatchObject({ format: 'png', overwrite: false, folder: join(clip.folder, 'stills') });
    expect(defaults.fields).toContain('frame');
    const plan = await post<ExportPlanView>(viewer, '/plan', request);
    expect(plan.stills.map(still => still.ordinal)).toEqual(
      view.picks.map(pick => pick.ordinal).sort((a, b) => a - b),
    );
    expect(plan.stills.every(still => still.state === 'new')).toBe(true);
    expect(await stillsIn(clip)).toEqual([]);
    const done = await finished(viewer, await post(viewer, '', request));
    const bytes = done.stills.reduce((sum, still) => sum + still.bytes!, 0);
    expect(plan.estimatedBytes! / bytes).toBeGreaterThan(0.8);
    expect(plan.estimatedBytes! / bytes).toBeLessThan(1.25);
    expect(plan.maximumBytes).toBeGreaterThanOrEqual(bytes);
    const again = await post<ExportPlanView>(viewer, '/plan', { ...request, selection: 'stored-1' });
    expect(again.stills.every(still => still.state === 'keep')).toBe(true);
    expect(again.estimatedBytes).toBeNull();
  });

  it('keeps a selection that is not stored, and writes its picks as verified stills with a manifest', async () => {
    await using started = await start();
    const { clip, viewer, view, request } = started;
    const done = await finished(viewer, await post(viewer, '', request));
    expect(done).toMatchObject({ state: 'done', done: 5, total: 5, problem: null });
    expect(done.stills.every(still => still.verified === 'exact' && still.error === null)).toBe(true);
    const latest = (await clip.store.latestPicks(1))!;
    expect(latest.selection.picked.map(pick => pick.ordinal)).toEqual(view.picks.map(pick => pick.ordinal));
    const noted = await clip.store.stills(latest.selectionId);
    expect(noted.map(still => still.ordinal)).toEqual(
      done.stills.map(still => still.ordinal).sort((a, b) => a - b),
    );
    const manifest = (await readManifest(join(clip.folder, 'stills'), false))!;
    for (const { ordinal, file, bytes } of done.stills) {
      const answer = await viewer.get(`api/exports/${done.exportId}/stills/${ordinal}`);
      const still = Buffer.from(await answer.arrayBuffer());
      expect(answer.headers.get('content-type')).toBe('image/png');
      expect(still.length).toBe(bytes);
      const sha256 = createHash('sha256').update(still).digest('hex');
      expect(manifest.stills.find(entry => entry.file === file)?.sha256).toBe(sha256);
    }
    expect((await viewer.get(`api/exports/${done.exportId}/stills/1000`)).status).toBe(404);
    expect((await viewer.get('api/exports/unknown')).status).toBe(404);
  });

  it('has the corrections by hand', async () => {
    await using started = await start();
    const { clip, viewer, view, request } = started;
    const [best] = view.picks;
    const put = (ordinal: number, action: string) =>
      viewer.send('PUT', `api/decodes/1/overrides/${ordinal}`, { action, selection: view.key });
    await put(best!.ordinal, 'removed');
    await put(1, 'added');
    const done = await finished(viewer, await post(viewer, '', request));
    expect(done.stills.map(still => still.ordinal)).toContain(1);
    expect(done.stills.map(still => still.ordinal)).not.toContain(best!.ordinal);
    expect(await stillsIn(clip)).toHaveLength(5);
  });

  it('is one at a time, and when it is cancelled, what is written stays', async () => {
    await using started = await start({ clip: { width: 1280, height: 720, frames: 30 } });
    const { clip, viewer, request } = started;
    const running = await post<ExportProgress>(viewer, '', { ...request, format: 'avif' });
    const second = await viewer.send('POST', 'api/decodes/1/exports', { ...request, selection: 'stored-1' });
    expect(second.status).toBe(409);
    const cancelled = await viewer.send('DELETE', `api/exports/${running.exportId}`);
    expect(cancelled.status).toBe(200);
    const ended = await finished(viewer, running);
    expect(ended.state).toBe('cancelled');
    expect(ended.problem).toBeNull();
    const written = ended.stills.flatMap(still => (still.file ? [still.file] : []));
    expect((await stillsIn(clip)).sort()).toEqual(written.sort());
    const done = await finished(
      viewer,
      await post(viewer, '', { ...request, selection: 'stored-1', format: 'jpg' }),
    );
    expect(done).toMatchObject({ state: 'done', done: 5 });
  });

  it('is begun once where it is asked for twice at the same time', async () => {
    await using started = await start();
    const { clip, viewer, request } = started;
    const both = [1, 2].map(() => viewer.send('POST', 'api/decodes/1/exports', request));
    const answers = await Promise.all(both);
    expect(answers.map(answer => answer.status).sort()).toEqual([200, 409]);
    const begun = answers.find(answer => answer.status === 200)!;
    await finished(viewer, (await begun.json()) as ExportProgress);
    expect((await clip.store.latestPicks(1))!.selectionId).toBe(1);
    const empty = { ...request, selection: 'preview-9' };
    expect((await viewer.send('POST', 'api/decodes/1/exports', empty)).status).toBe(404);
    await finished(viewer, await post(viewer, '', { ...request, selection: 'stored-1' }));
  });

  it('reads a video that is named where it is now', async () => {
    await using clip = await scoredClip();
    const moved = join(clip.folder, 'moved.mp4');
    await rename(clip.path, moved);
    const named = { videoId: 1, path: moved };
    await using viewer = await startTestViewer(clip, { selection: settings, named });
    const { key } = await viewer.json<SelectionView>('api/decodes/1/selection');
    const {
      fields: _,
      folder: __,
      ...rest
    } = await viewer.json<ExportDefaults>('api/decodes/1/exports/defaults');
    const done = await finished(viewer, await post(viewer, '', { ...rest, selection: key }));
    expect(done).toMatchObject({ state: 'done', done: 5 });
    expect(done.stills.every(({ file }) => file?.startsWith('moved_'))).toBe(true);
  });

  it('says what is in the way of it', async () => {
    await using started = await start();
    const { clip, viewer, request } = started;
    const badTemplate = { ...request, template: '{nothing}.{ext}' };
    const plan = await post<ExportPlanView>(viewer, '/plan', badTemplate);
    expect(plan).toMatchObject({ stills: [], problem: { message: expect.stringContaining('nothing') } });
    const failed = await finished(viewer, await post(viewer, '', badTemplate));
    expect(failed).toMatchObject({
      state: 'failed',
      problem: { message: expect.stringContaining('nothing') },
    });
    await writeFile(join(clip.folder, 'stills'), 'in the way');
    expect(await post<ExportPlanView>(viewer, '/plan', request)).toMatchObject({
      problem: expect.any(Object),
    });
    await rm(join(clip.folder, 'stills'));
    await mkdir(join(clip.folder, 'stills'));
    const [first] = (await post<ExportPlanView>(viewer, '/plan', request)).stills;
    await writeFile(join(clip.folder, 'stills', first!.file), 'another file');
    const partly = await finished(viewer, await post(viewer, '', { ...request, selection: 'stored-1' }));
    expect(partly.state).toBe('done');
    expect(partly.stills.find(still => still.ordinal === first!.ordinal)).toMatchObject({
      file: null,
      error: expect.any(String),
    });
    expect(await readFile(join(clip.folder, 'stills', first!.file), 'utf8')).toBe('another file');
  });

  it('ends with the viewer', async () => {
    await using clip = await scoredClip({ clip: { width: 1280, height: 720, frames: 30 } });
    const viewer = await startTestViewer(clip, { selection: settings });
    const view = await viewer.json<SelectionView>('api/decodes/1/selection');
    const request = {
      ...{ selection: view.key, format: 'avif', quality: null, template: '{frame}.{ext}' },
      ...{ maxSize: null, overwrite: false, crop: false },
    };
    await post(viewer, '', request);
    await viewer[Symbol.asyncDispose]();
    const names = await stillsIn(clip);
    expect(names.every(name => /^\d+\.avif$/.test(name))).toBe(true);
  });
});
