import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultSelection, silentLogger } from '@framesieve/core';
import { FramePool, frameToRgb } from '@framesieve/decoder';
import { createExportStage } from '@framesieve/exporter';
import { startViewer, type ViewerOptions } from '../src/index.ts';
import type { ScoredClip } from './scored-clip.ts';

/** A viewer on a scored clip, and requests as its page makes them. */
export interface TestViewer extends AsyncDisposable {
  /** Address of the page, with the token. */
  readonly url: string;
  readonly origin: string;
  get(path: string): Promise<Response>;
  json<Body>(path: string): Promise<Body>;
  send(method: string, path: string, body?: unknown): Promise<Response>;
}

/** Serves a page of two files on a scored clip. */
export async function startTestViewer(
  clip: ScoredClip,
  options: Partial<ViewerOptions> = {},
): Promise<TestViewer> {
  const pageFolder = join(clip.folder, 'page');
  await mkdir(join(pageFolder, 'assets'), { recursive: true });
  await writeFile(join(pageFolder, 'index.html'), '<!doctype html><title>FrameSieve</title>');
  await writeFile(join(pageFolder, 'assets', 'page.js'), 'export {};');
  const viewer = await startViewer({
    store: clip.store,
    decode: clip.decode,
    export: createExportStage({ rgb: frameToRgb }),
    rgb: frameToRgb,
    createFrames: () => new FramePool({ capacityBytes: 16 * 2 ** 20 }),
    input: {},
    selection: defaultSelection,
    exporting: { format: 'png', template: '{stem}_f{frame}.{ext}', overwrite: false },
    stillsFolder: () => join(clip.folder, 'stills'),
    shown: path => path,
    record: () => ({ toolVersion: '0.0.0' }),
    ranking: [],
    directions: {},
    start: 1,
    named: null,
    readOnly: false,
    version: '0.0.0',
    logger: silentLogger,
    signal: new AbortController().signal,
    host: '127.0.0.1',
    port: 0,
    pageFolder,
    ...options,
  });
  const { url } = viewer;
  const { origin } = new URL(url);
  const get = (path: string) => fetch(new URL(path, url));
  return {
    url,
    origin,
    get,
    json: async <Body>(path: string) => (await (await get(path)).json()) as Body,
    send: (method, path, body) =>
      fetch(new URL(path, url), {
        method,
        headers: { Origin: origin, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    [Symbol.asyncDispose]: () => viewer[Symbol.asyncDispose](),
  };
}
