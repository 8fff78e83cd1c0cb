import { FrameSieveError, isUrl, shownPath } from '@framesieve/core';
import { openHttpInput } from './http-input.ts';
import { openFile } from './open-file.ts';

/** How much of the beginning of a file is looked at. */
const headBytes = 64 * 1024;

/** What {@link nestedKind} calls an HLS playlist. */
export const hlsPlaylist = 'an HLS or M3U playlist';

const starts: readonly (readonly [form: RegExp, kind: string])[] = [
  [/^#EXTM3U/, hlsPlaylist],
  [/^ffconcat\b/i, 'a list of files to join (ffconcat)'],
  [/^\[playlist\]/i, 'a PLS playlist'],
  [/^v=\d+\s+[a-z]=/, 'a session description (SDP)'],
];

const elements: readonly (readonly [form: RegExp, kind: string])[] = [
  [/<(?:\w+:)?MPD[\s>]/i, 'a DASH manifest'],
  [/<(?:\w+:)?CompositionPlaylist[\s>]/i, 'an IMF playlist'],
  [/<(?:\w+:)?AssetMap[\s>]/i, 'an IMF asset map'],
  [/<(?:asx|smil|playlist|SmoothStreamingMedia)[\s>]/i, 'a playlist'],
];

/**
 * Tells by its beginning whether a file only points to others, as a playlist does. It sees what FFmpeg would take for one,
 * and a little more: marks of the byte order and blanks may come first, lines may end in any way.
 *
 * @returns what it is, e.g. `a DASH manifest`; `null` for anything else.
 */
export function nestedKind(head: Uint8Array): string | null {
  const text = decode(head.subarray(0, headBytes)).trimStart();
  const candidates = text.startsWith('<') ? elements : starts;
  return candidates.find(([form]) => form.test(text))?.[1] ?? null;
}

function decode(head: Uint8Array): string {
  const [first, second] = head;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(head);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(head);
  // The decoder drops a byte order mark. What is no text has none of the beginnings either.
  return new TextDecoder('utf-8').decode(head);
}

/**
 * Tells what kind of list of other files an input is, as {@link nestedKind} does.
 *
 * @throws FrameSieveError `input-missing`, `input-unreadable` or `input-empty`.
 */
export async function nestedKindOf(path: string, signal?: AbortSignal): Promise<string | null> {
  if (isUrl(path)) return nestedKind((await openHttpInput(path, headBytes, signal)).head);
  const file = await openFile(path);
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(headBytes), 0, headBytes, 0);
    return nestedKind(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

/** Whether an input may make others be opened: by the protocol that opens itself it could always open others too. */
export function mayOpenOthers(path: string, protocols: readonly string[]): boolean {
  return protocols.includes(ownProtocol(path));
}

/** The error for an input that would make others be opened, and may not. */
export function nestedInput(path: string, kind: string): FrameSieveError {
  return new FrameSieveError({
    code: 'input-unreadable',
    message: `"${shownPath(path)}" is ${kind}: it would make other files or addresses be opened.`,
    hint: `Give the video itself. If you trust this file, name the protocols by which it may open others, with at least its own: \`--protocols ${ownProtocol(path)}\`.`,
  });
}

function ownProtocol(path: string): string {
  return /^(https?):\/\//i.exec(path)?.[1]?.toLowerCase() ?? 'file';
}
