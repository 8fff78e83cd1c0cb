import { FrameSieveError, invalidArgument, type PublishedFile } from '@framesieve/core';

/** What is downloaded, and from where. */
export interface DownloadSource {
  readonly id: string;
  readonly name: string;
  readonly url: URL;
  /** The address for messages and notes: without password, and without the query of a mirror, which may be a secret. */
  readonly shown: string;
}

const idPattern = /^[a-z0-9-]+\/[a-z0-9-]+$/;
// What a file system or an address would not take as a plain name: separators, control characters, what Windows refuses.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const badName = /[\u0000-\u001f<>:"/\\|?*]|^\.|[. ]$/;

/**
 * Where a published file is fetched from: its own address, or `<mirror>/<family>/<parameters>/<name>`.
 *
 * @throws FrameSieveError `usage` when the id, the name or an address can't be one.
 */
export function downloadSource(id: string, file: PublishedFile, mirror: string | null): DownloadSource {
  if (!idPattern.test(id)) throw invalidArgument('id', 'an id such as "musiq/koniq"', id);
  if (file.name === '' || badName.test(file.name))
    throw invalidArgument('file.name', 'a plain file name', file.name);
  if (mirror === null) {
    const url = parseAddress(file.url);
    if (url === null) throw invalidArgument('file.url', 'an http or https address', file.url);
    return { id, name: file.name, url, shown: withoutCredentials(url).href };
  }
  const base = parseAddress(mirror.trim());
  if (base === null) {
    throw new FrameSieveError({
      code: 'usage',
      message: `The mirror for models can't be "${mirror}": its address has to begin with https:// or http://.`,
      hint: 'Correct FRAMESIEVE_MODEL_MIRROR. Files of a folder of this machine are taken in with `framesieve models import`.',
    });
  }
  const url = new URL(base);
  url.hash = '';
  url.pathname = [base.pathname.replace(/\/+$/, ''), id, encodeURIComponent(file.name)].join('/');
  const shown = withoutCredentials(url);
  shown.search = '';
  return { id, name: file.name, url, shown: shown.href };
}

/** Whether files are fetched over a protocol. */
export function isWeb(url: URL): boolean {
  return url.protocol === 'https:' || url.protocol === 'http:';
}

/** The same address without user and password. */
export function withoutCredentials(url: URL): URL {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return bare;
}

function parseAddress(text: string): URL | null {
  const url = URL.parse(text);
  return url && isWeb(url) ? url : null;
}
