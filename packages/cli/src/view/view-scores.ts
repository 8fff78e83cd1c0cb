import type { Logger } from '@framesieve/core';
import type { Viewer } from '@framesieve/viewer';
import { display } from '../inputs.ts';
import type { Invocation } from '../invocation.ts';
import { printDocument } from '../output.ts';
import { ownVersion } from '../own-version.ts';
import { printable } from '../printable.ts';
import { readSettings } from '../read-settings.ts';
import { openSession, type Session } from '../session.ts';
import { findStart, type Start } from './find-start.ts';
import { openBrowser } from './open-browser.ts';
import type { ViewDocument } from './view-document.ts';
import { isLocal, readViewFlags, type ViewFlags } from './view-flags.ts';
import { readViewInput } from './view-input.ts';

/** Serves the page until the call is interrupted, which is how it ends well. */
export async function viewScores(invocation: Invocation): Promise<number> {
  const { values, cwd, signal, arguments: inputs } = invocation;
  const flags = readViewFlags(values);
  const { video, database } = await readViewInput(inputs[0], cwd);
  const settings = await readSettings(invocation);
  const call = {
    inputs: video === null ? [] : [video],
    settings: database === null ? settings : { ...settings, db: database },
    ...{ plugins: [], resume: true, cwd, signal, emit: () => {} },
  };
  await using session = await openSession(call, 'existing');
  const start = await findStart(session, video);
  await using viewer = await serve(session, { flags, start }, createLogger(invocation));
  announce(viewer.url, flags, invocation);
  if (flags.open && process.stdout.isTTY && !invocation.json) await openBrowser(viewer.url);
  await interruption(signal);
  return 0;
}

interface Served {
  readonly flags: ViewFlags;
  readonly start: Start;
}

async function serve(session: Session, { flags, start }: Served, logger: Logger): Promise<Viewer> {
  const { call, store, metrics, selection } = session;
  const { config, out } = call.settings;
  const [{ createPictureFrames, startViewer }, { frameToRgb }, { createExportStage, stillsFolder }] =
    await Promise.all([
      import('@framesieve/viewer'),
      import('@framesieve/decoder'),
      import('@framesieve/exporter'),
    ]);
  const { format, template, overwrite, crop, quality, maxSize, metadata } = config.export;
  return startViewer({
    ...{ store, decode: session.decode, selection, logger },
    ...{ start: start.decodeId, named: start.named },
    export: createExportStage({ rgb: frameToRgb }),
    rgb: frameToRgb,
    createFrames: createPictureFrames,
    input: {
      ...(config.protocols !== null && { protocols: config.protocols }),
      ...(config.stallTimeout !== null && { stallSeconds: config.stallTimeout }),
    },
    exporting: { format, template, overwrite, crop, quality, maxSize, metadata },
    stillsFolder: (path, identity) => stillsFolder(out, path, identity),
    shown: path => display(path, call.cwd),
    // What the picks were made from need not be what the settings name: the manifest has the metrics besides.
    record: select => ({ toolVersion: ownVersion(), select }),
    ranking: metrics.ids,
    directions: metrics.directions,
    readOnly: flags.readOnly,
    version: ownVersion(),
    host: flags.host,
    port: flags.port,
    signal: call.signal,
  });
}

function announce(url: string, { host }: ViewFlags, { json, verbosity }: Invocation): void {
  const warnings = isLocal(host)
    ? []
    : [
        `Everybody who can reach ${host} and knows this address can look at what is stored, and export stills.`,
      ];
  const document: ViewDocument = { version: 1, command: 'view', error: null, warnings, url };
  if (json) {
    printDocument(document);
    return;
  }
  for (const warning of warnings) process.stderr.write(`Warning: ${printable(warning)}\n`);
  // Without the address there is nothing to look at.
  process.stdout.write(`${url}\n`);
  if (verbosity !== 'quiet') process.stderr.write('Press Ctrl+C to end.\n');
}

function createLogger({ verbosity }: Invocation): Logger {
  const write = (message: string) => void process.stderr.write(`${printable(message)}\n`);
  const say = verbosity === 'verbose' ? write : () => {};
  return { debug: say, info: say, warn: verbosity === 'quiet' ? () => {} : write };
}

async function interruption(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>(resolve => signal.addEventListener('abort', () => resolve(), { once: true }));
}
