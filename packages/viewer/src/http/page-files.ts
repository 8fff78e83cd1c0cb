import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { FrameSieveError, messageOf } from '@framesieve/core';

/** A file of the page. */
interface PageFile {
  readonly type: string;
  /** Whether its name changes with its content, so that it may be kept. */
  readonly isKept: boolean;
  read(): Promise<Uint8Array<ArrayBuffer>>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
};

/**
 * Lists the files of the page by the name that they are asked for with, e.g. `assets/page.js`; what is not among them can't
 * be had. `index.html` is the page itself.
 *
 * @throws FrameSieveError `internal` when the page has not been built.
 */
export async function listPageFiles(folder: string): Promise<ReadonlyMap<string, PageFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    throw notBuilt(folder, error);
  });
  const files = new Map<string, PageFile>();
  for (const entry of entries) {
    const type = types[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path).split(sep).join('/');
    files.set(name, { type, isKept: name.startsWith('assets/'), read: () => readBytes(path) });
  }
  if (!files.has('index.html')) throw notBuilt(folder, null);
  return files;
}

async function readBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(path));
}

function notBuilt(folder: string, cause: unknown): FrameSieveError {
  const reason = cause === null ? 'there is no index.html in it' : messageOf(cause);
  return new FrameSieveError({
    code: 'internal',
    message: `The page is not in "${folder}": ${reason}.`,
    hint: 'Build it with `npm run check`, or install the package anew.',
    cause,
  });
}
