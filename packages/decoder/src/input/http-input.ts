import { FrameSieveError, shownPath } from '@framesieve/core';
import { type ByteRange, type HttpAnswer, requestBytes, unreadable } from './http-request.ts';

/** A video on a web server: its size, its beginning, and any other part of it. */
export interface HttpInput {
  readonly sizeBytes: number;
  /** Its first bytes, as many as were asked for, or all. */
  readonly head: Uint8Array;
  /** Whether the server gives parts; without, a file can only be read from its beginning to its end. */
  readonly inParts: boolean;
  /**
   * Reads parts, ascending and not overlapping: each by a request of its own, or, from a server that gives no parts, all
   * from one pass over the whole.
   */
  read(parts: readonly ByteRange[]): AsyncIterable<Uint8Array>;
}

/**
 * Asks a web server for a video.
 *
 * @throws FrameSieveError `input-missing`, `input-unreadable` or `input-empty`.
 */
export async function openHttpInput(
  address: string,
  headBytes: number,
  signal?: AbortSignal,
): Promise<HttpInput> {
  const answer = await requestBytes(address, { start: 0, end: headBytes }, signal);
  const inParts = answer.status === 206;
  const [head = new Uint8Array(0)] = await Array.fromAsync(cut(answer.body, [{ start: 0, end: headBytes }]));
  const sizeBytes = sizeOf(answer);
  if (sizeBytes === 0 || (sizeBytes === null && head.length === 0)) {
    throw new FrameSieveError({
      code: 'input-empty',
      message: `"${shownPath(address)}" is empty (0 bytes).`,
      hint: 'Check the address.',
    });
  }
  if (sizeBytes === null) {
    throw unreadable(
      address,
      'the server does not say how long it is',
      'Download the video first: it is read more than once, which a live stream can not be.',
    );
  }
  const end = () =>
    unreadable(address, 'it ended before its stated length', 'Try again, or download it first.');
  async function* read(parts: readonly ByteRange[]): AsyncGenerator<Uint8Array, void, undefined> {
    if (!inParts) {
      const whole = await requestBytes(address, { start: 0, end: sizeBytes! }, signal);
      yield* complete(cut(whole.body, parts), parts, end);
      return;
    }
    for (const part of parts) {
      const { status, body } = await requestBytes(address, part, signal);
      const length = part.end - part.start;
      const range = status === 206 ? { start: 0, end: length } : part;
      yield* complete(cut(body, [range]), [part], end);
    }
  }
  return { sizeBytes, head, inParts, read };
}

function sizeOf({ status, headers }: HttpAnswer): number | null {
  const stated =
    status === 206 || status === 416
      ? /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1]
      : headers.get('content-length');
  // A packed body has a length of its own.
  if (stated === undefined || stated === null || headers.has('content-encoding')) return null;
  return Number.isSafeInteger(Number(stated)) ? Number(stated) : null;
}

/** Cuts parts out of a stream of bytes, and leaves it behind the last. The last one is short where the stream ends in it. */
async function* cut(
  chunks: AsyncIterable<Uint8Array>,
  parts: readonly ByteRange[],
): AsyncGenerator<Uint8Array, void, undefined> {
  const remaining = [...parts];
  let part = remaining.shift();
  let pieces: Uint8Array[] = [];
  let position = 0;
  for await (const chunk of chunks) {
    const chunkEnd = position + chunk.length;
    while (part && part.start < chunkEnd) {
      pieces.push(chunk.subarray(Math.max(part.start - position, 0), part.end - position));
      if (part.end > chunkEnd) break;
      yield Buffer.concat(pieces);
      pieces = [];
      part = remaining.shift();
    }
    if (!part) return;
    position = chunkEnd;
  }
  if (pieces.length > 0) yield Buffer.concat(pieces);
}

async function* complete(
  found: AsyncIterable<Uint8Array>,
  parts: readonly ByteRange[],
  error: () => FrameSieveError,
): AsyncGenerator<Uint8Array, void, undefined> {
  let count = 0;
  for await (const bytes of found) {
    const part = parts[count]!;
    if (bytes.length !== part.end - part.start) throw error();
    count += 1;
    yield bytes;
  }
  if (count < parts.length) throw error();
}
