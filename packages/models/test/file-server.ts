/** A server on loopback that serves one file, well or badly, for tests of downloads. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

/** How a request is answered; by default with the file or the asked part of it, and a strong ETag. */
export interface Behaviour {
  /** Other contents than the server's. */
  readonly content?: Uint8Array;
  /** A status without the file. */
  readonly status?: number;
  /** Further headers, which go before the usual ones. */
  readonly headers?: Readonly<Record<string, string>>;
  /** `null` for none. */
  readonly etag?: string | null;
  /** Closes the connection after so many bytes of the body. */
  readonly cutAfter?: number;
  /** Sends nothing more after so many bytes of the body, and leaves the connection open. */
  readonly silentAfter?: number;
  /** Sends the body in pieces of so many bytes, one each millisecond. */
  readonly pieceBytes?: number;
  /** Answers 200 to requests for a part. */
  readonly ignoreRange?: boolean;
  /** Answers with the asked part, whatever `If-Range` says. */
  readonly ignoreIfRange?: boolean;
  /** Sends the part that begins so many bytes later than asked. */
  readonly rangeShift?: number;
  /** Sends no more than so many bytes of the asked part. */
  readonly partBytes?: number;
  /** Doesn't announce the length. */
  readonly chunked?: boolean;
  /** Doesn't announce the length either, and ends by closing the connection. */
  readonly unframed?: boolean;
  readonly gzip?: boolean;
  /** Sends the contents over and over, without announcing a length. */
  readonly endless?: boolean;
}

/** A request that came. */
export interface SeenRequest {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

/** A running server. */
export interface FileServer extends AsyncDisposable {
  /** Without a slash at the end. */
  readonly origin: string;
  /** Address of the file; every other path leads to it too. */
  readonly url: string;
  /** In the order in which they came. */
  readonly requests: readonly SeenRequest[];
}

/** Serves a file; each request is answered as the next of `behaviours` says, those after the last as the last. */
export async function serveFile(
  content: Uint8Array,
  ...behaviours: readonly Behaviour[]
): Promise<FileServer> {
  const requests: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const behaviour = behaviours[Math.min(requests.length, behaviours.length - 1)] ?? {};
    requests.push({ path: request.url ?? '', headers: request.headers });
    response.on('error', () => {});
    void answer(request, response, content, behaviour);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    url: `${origin}/model.bin`,
    requests,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function answer(
  { headers }: IncomingMessage,
  response: ServerResponse,
  served: Uint8Array,
  behaviour: Behaviour,
): Promise<void> {
  const { content = served, etag = '"v1"', status } = behaviour;
  if (status !== undefined) {
    response.writeHead(status, { ...behaviour.headers }).end('a few words');
    return;
  }
  const asked = /^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1];
  const ifRange = headers['if-range'];
  const same = ifRange === undefined || ifRange === etag || behaviour.ignoreIfRange;
  const isPart = asked !== undefined && same && !behaviour.ignoreRange;
  const start = isPart ? Number(asked) + (behaviour.rangeShift ?? 0) : 0;
  const tag = etag === null ? {} : { etag };
  if (isPart && start >= content.length) {
    response.writeHead(416, { 'content-range': `bytes */${content.length}`, ...behaviour.headers }).end();
    return;
  }
  const plain = content.subarray(start, isPart ? start + (behaviour.partBytes ?? content.length) : undefined);
  const isAnnounced = !behaviour.chunked && !behaviour.unframed && !behaviour.endless;
  if (behaviour.unframed) response.removeHeader('transfer-encoding');
  const body = behaviour.gzip ? gzipSync(plain) : plain;
  response.writeHead(isPart ? 206 : 200, {
    'content-type': 'application/octet-stream',
    ...tag,
    ...(behaviour.gzip && { 'content-encoding': 'gzip' }),
    ...(isPart && { 'content-range': `bytes ${start}-${start + plain.length - 1}/${content.length}` }),
    ...(isAnnounced && { 'content-length': body.length }),
    ...behaviour.headers,
  });
  response.flushHeaders();
  const { cutAfter, silentAfter } = behaviour;
  do await send(response, body.subarray(0, cutAfter ?? silentAfter), behaviour.pieceBytes);
  while (behaviour.endless && !response.destroyed);
  if (cutAfter !== undefined) response.socket?.destroySoon();
  else if (silentAfter === undefined) response.end();
}

async function send(response: ServerResponse, body: Uint8Array, pieceBytes = 64 * 1024): Promise<void> {
  for (let at = 0; at < body.length && !response.destroyed; at += pieceBytes) {
    const piece = body.subarray(at, at + pieceBytes);
    // Also called with an error, where the connection is closed before.
    await new Promise<unknown>(resolve => response.write(piece, resolve));
    if (pieceBytes < 64 * 1024) await sleep(1);
  }
}
