import { homedir } from 'node:os';
import { join } from 'node:path';
import {
  type DecoderFactory,
  defaultSelection,
  type ExportSettings,
  type SelectionSettings,
  silentLogger,
} from '@framesieve/core';
import { createDecodeStage, frameToRgb } from '@framesieve/decoder';
import { createExportStage, defaultTemplate, stillsFolder } from '@framesieve/exporter';
import { openStore } from '@framesieve/store';
import { createPictureFrames } from './frames/picture-frames.ts';
import { startViewer } from './start-viewer.ts';
import type { Viewer } from './viewer-options.ts';

/** What `viewDatabase` takes. */
export interface ViewDatabaseOptions {
  /** Path of a database of scores, or `:memory:` for an empty one. */
  readonly database: string;
  /** What reads frames, e.g. the factory of `@framesieve/plugin-libav`; absent: none is shown, and none exported. */
  readonly decoders?: readonly DecoderFactory[];
  /** Folder that each video has its folder of stills in; absent: `framesieve-out` in the user's. */
  readonly out?: string;
  /** Absent: `127.0.0.1`, which only this machine reaches. */
  readonly host?: string;
  /** Absent or 0: any that is free. */
  readonly port?: number;
  /** Whether nothing can be changed or exported from the page; absent: it can. */
  readonly readOnly?: boolean;
  /** What the selection panel begins with where nothing was selected; absent: the usual. */
  readonly selection?: SelectionSettings;
  /** What the export panel begins with; absent: PNG, with the usual names. */
  readonly exporting?: Omit<ExportSettings, 'folder'>;
}

/**
 * Serves the page on a database, with everything but the decoders made here.
 *
 * @throws FrameSieveError what the store says of the database, and as `startViewer`.
 */
export async function viewDatabase(options: ViewDatabaseOptions): Promise<Viewer> {
  const { database, decoders = [], host = '127.0.0.1', port = 0, readOnly = false } = options;
  const { out = join(homedir(), 'framesieve-out'), selection = defaultSelection } = options;
  const { exporting = { format: 'png', template: defaultTemplate, overwrite: false } } = options;
  const store = await openStore(database, database === ':memory:' ? {} : { mode: 'existing' });
  const ending = new AbortController();
  try {
    const viewer = await startViewer({
      ...{ store, host, port, readOnly, selection, exporting },
      decode: createDecodeStage({ decoders }),
      export: createExportStage({ rgb: frameToRgb }),
      rgb: frameToRgb,
      createFrames: createPictureFrames,
      input: {},
      stillsFolder: (path, identity) => stillsFolder(out, path, identity),
      shown: path => path,
      record: select => ({ select }),
      ranking: [],
      directions: {},
      start: null,
      named: null,
      version: '',
      logger: silentLogger,
      signal: ending.signal,
    });
    return {
      url: viewer.url,
      async [Symbol.asyncDispose]() {
        await viewer[Symbol.asyncDispose]();
        await store[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await store[Symbol.asyncDispose]();
    throw error;
  }
}
