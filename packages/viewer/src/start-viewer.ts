import { Hono } from 'hono';
import { ColumnsCache } from './curve/columns-cache.ts';
import { curveRoutes } from './curve/routes.ts';
import { EventHub } from './events/event-hub.ts';
import { eventRoutes } from './events/routes.ts';
import { DatabaseWatch } from './events/watch-database.ts';
import { ExportDesk } from './exporting/export-desk.ts';
import { ExportPlanner } from './exporting/export-plan.ts';
import { exportingRoutes } from './exporting/routes.ts';
import { PictureDesk } from './frames/picture-desk.ts';
import { pictureRoutes } from './frames/routes.ts';
import { allowedHosts, browsableHost } from './http/allowed-hosts.ts';
import { createApp } from './http/create-app.ts';
import { listen } from './http/listen.ts';
import { listPageFiles } from './http/page-files.ts';
import { createToken } from './http/token.ts';
import { LibraryTeller } from './library/describe-library.ts';
import { LibraryBook } from './library/library-book.ts';
import { libraryRoutes } from './library/routes.ts';
import { selectingRoutes } from './selecting/routes.ts';
import { SelectingProcess } from './selecting/selecting-process.ts';
import { SelectionBook } from './selecting/selection-book.ts';
import { ShotBook } from './selecting/shot-book.ts';
import type { Viewer, ViewerOptions } from './viewer-options.ts';

/**
 * Serves the page on what a database holds: scores as a curve, frames, picks and their corrections, exports. Nothing is
 * answered without the token in its address.
 *
 * @throws FrameSieveError `usage` when the address can't be listened on, `internal` when the page has not been built.
 */
export async function startViewer(options: ViewerOptions): Promise<Viewer> {
  const { store, logger, readOnly, host } = options;
  const page = await listPageFiles(options.pageFolder ?? (await ownPageFolder()));
  const ending = new AbortController();
  const signal = AbortSignal.any([options.signal, ending.signal]);
  const parts = createParts(options, signal);
  const token = createToken();
  let hosts: ReadonlySet<string> = new Set();
  const api = createApi(parts, { ...options, signal });
  const app = createApp({ token, page, api, readOnly, logger, hosts: () => hosts });
  const server = await listen(request => app.fetch(request), host, options.port).catch(async error => {
    await parts[Symbol.asyncDispose]();
    throw error;
  });
  hosts = allowedHosts(host, server.port);
  void preload(options, parts);
  return {
    url: `http://${browsableHost(host)}:${server.port}/${token}/`,
    async [Symbol.asyncDispose]() {
      ending.abort(new DOMException('The viewer is ending.', 'AbortError'));
      await server[Symbol.asyncDispose]();
      await parts[Symbol.asyncDispose]();
      // What is being read of the store ends before the store does.
      await store.revision().catch(() => {});
    },
  };
}

/** Where the built page lies; from source it is built first where it is stale. */
async function ownPageFolder(): Promise<string> {
  const { pageFolder } = await import('#page-folder');
  return pageFolder();
}

function createParts(options: ViewerOptions, signal: AbortSignal) {
  const { store, logger, ranking, directions, selection: defaults, rgb } = options;
  const library = new LibraryBook(store, { ranking, directions });
  const teller = new LibraryTeller({ ...options, signal });
  const columns = new ColumnsCache(store);
  // The curve is what is seen first.
  const before = () => columns.settled();
  const selecting = new SelectingProcess({ databasePath: store.location, logger, before });
  const selections = new SelectionBook({ store, selecting, defaults, signal });
  const hub = new EventHub(() => {
    watch.isOn = hub.isHeard && !signal.aborted;
  });
  const watch = new DatabaseWatch({ library, logger, tell: event => hub.tell(event) });
  const onFound = (decodeId: number) => hub.tell({ type: 'shots', decodeId });
  const shots = new ShotBook({ selecting, logger, signal, onFound });
  const { decode, input, named } = options;
  const createFrames = () => options.createFrames();
  const pictures = new PictureDesk({ store, decode, input, named, logger, createFrames, rgb, signal });
  const exports = new ExportDesk({
    ...{ store, columns, selections, named, signal, logger, input, createFrames },
    planner: new ExportPlanner(pictures, rgb),
    defaults: options.exporting,
    stages: { decode, store, export: options.export },
    stillsFolder: (from, identity) => options.stillsFolder(from, identity),
    shown: folder => options.shown(folder),
    record: made => options.record(made),
    onProgress: progress => hub.tell({ type: 'export', progress }),
  });
  return {
    ...{ library, teller, columns, selecting, selections, hub, shots, pictures, exports },
    async [Symbol.asyncDispose]() {
      watch.isOn = false;
      await exports[Symbol.asyncDispose]();
      await pictures[Symbol.asyncDispose]();
      await selecting[Symbol.asyncDispose]();
    },
  };
}

type Parts = ReturnType<typeof createParts>;

function createApi(parts: Parts, { store, readOnly, signal }: ViewerOptions): Hono {
  const api = new Hono();
  api.route('/', libraryRoutes(parts.library, parts.teller));
  api.route('/', curveRoutes(parts));
  api.route('/', selectingRoutes({ ...parts, store, readOnly, signal }));
  api.route('/', pictureRoutes({ ...parts, signal }));
  api.route('/', exportingRoutes({ ...parts, store }));
  api.route('/', eventRoutes(parts.hub, signal));
  return api;
}

/** Reads what the page will ask for first. */
async function preload({ start, logger }: ViewerOptions, { library, columns }: Parts): Promise<void> {
  try {
    const { decodes } = await library.snapshot();
    const decode = start === null ? null : decodes.get(start);
    if (decode) await columns.of(decode.newest[0]!);
  } catch (error) {
    // Whoever asks for it learns why.
    logger.debug(String(error));
  }
}
