import { isUrl, type OpenOptions } from '@framesieve/core';
import { findSequence } from './image-sequence.ts';
import { hlsPlaylist, mayOpenOthers, nestedKindOf } from './nested-input.ts';
import { sequenceAccess, singlePictureOptions } from './sequence-access.ts';
import { singleFileFormats } from './single-file-formats.ts';

/** How FFmpeg is given an input: under which address, and what it may open for it. */
export interface InputAccess {
  /** With its protocol: without, a name with a colon would be taken for one. */
  readonly address: string;
  /** Options of FFmpeg's demuxers and protocols, by name. */
  readonly options: Readonly<Record<string, string>>;
}

/** What FFmpeg's `http` and `https` are made of; a redirect may lead from one to the other. */
const webProtocols = ['http', 'https', 'tls', 'tcp', 'httpproxy'];

/** Seconds without a byte after which a connection counts as broken, unless asked otherwise. */
const patienceSeconds = 20;

/**
 * Decides what FFmpeg may open for an input: itself, by its own protocol, and with formats that read one file only. A
 * playlist may open others if its own protocol is among those that it may use; then those, and no others.
 *
 * @throws FrameSieveError `input-missing`, `input-unreadable` or `input-empty`.
 */
export async function inputAccess(
  path: string,
  { protocols = [], stallSeconds, signal }: Pick<OpenOptions, 'protocols' | 'stallSeconds' | 'signal'>,
): Promise<InputAccess> {
  const sequence = await findSequence(path);
  if (sequence) return sequenceAccess(sequence);
  const nested = mayOpenOthers(path, protocols) ? await nestedKindOf(path, signal) : null;
  const allowed = nested !== null ? protocols.flatMap(withLower) : isUrl(path) ? webProtocols : ['file'];
  return {
    address: isUrl(path) ? encoded(path) : `file:${path}`,
    options: {
      protocol_whitelist: allowed.join(','),
      ...(nested === null && { format_whitelist: singleFileFormats.join(',') }),
      // A playlist of something live is never said to be complete: what it lists now is read.
      ...(nested === hlsPlaylist && { max_reload: '1' }),
      ...singlePictureOptions(path),
      ...(isUrl(path) && networkOptions(stallSeconds ?? patienceSeconds)),
    },
  };
}

/** FFmpeg sends an address as it is: it must have no blanks, and no fragment. */
function encoded(address: string): string {
  const url = URL.parse(address);
  if (!url) return address;
  url.hash = '';
  return url.href;
}

/** A protocol, and those that it stands on. */
function withLower(protocol: string): readonly string[] {
  if (protocol === 'https') return ['https', 'tls', 'tcp', 'httpproxy'];
  return protocol === 'http' ? ['http', 'tcp', 'httpproxy'] : [protocol];
}

/**
 * A connection that breaks is made again at once, as servers close those that idle while frames are scored; and, with some
 * patience, a second later. What is missing then counts as damage.
 */
function networkOptions(silentSeconds: number): Readonly<Record<string, string>> {
  return {
    rw_timeout: String(Math.ceil(silentSeconds * 1e6)),
    reconnect: '1',
    reconnect_delay_max: silentSeconds < 10 ? '0' : '2',
  };
}
