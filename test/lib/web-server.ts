import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How one path of a {@link WebServer} answers. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A real web server on the loopback interface, and what was asked of it. */
export interface WebServer extends AsyncDisposable {
  /** E.g. `http://127.0.0.1:40123`. */
  readonly origin: string;
  /** Paths that were asked for, in order. */
  readonly requests: string[];
}

/** Starts a server. Paths without an answer don't exist. */
export async function startWebServer(answers: Readonly<Record<string, Answer>>): Promise<WebServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    requests.push(pathname);
    const answer = answers[pathname];
    if (answer) answer(request, response);
    else response.writeHead(404).end('There is nothing here.');
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

/** A file, whole or in the part that is asked for. */
export function inParts(content: Uint8Array): Answer {
  return (request, response) => {
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
    if (from === undefined) {
      response.writeHead(200, { 'content-length': content.length, 'accept-ranges': 'bytes' }).end(content);
      return;
    }
    const start = Number(from);
    const end = Math.min(to ? Number(to) + 1 : content.length, content.length);
    if (start >= content.length) {
      response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
      return;
    }
    const headers = {
      'content-range': `bytes ${start}-${end - 1}/${content.length}`,
      'content-length': end - start,
    };
    response.writeHead(206, headers).end(content.subarray(start, end));
  };
}

/** A file, always whole. */
export function whole(content: Uint8Array): Answer {
  return (_, response) => response.writeHead(200, { 'content-length': content.length }).end(content);
}

/** A file whose length is not told. */
export function ofUnknownLength(content: Uint8Array): Answer {
  return (_, response) => {
    response.writeHead(200);
    response.write(content.subarray(0, 1000));
    response.end(content.subarray(1000));
  };
}

/** Another address. */
export function redirect(location: string, status = 302): Answer {
  return (_, response) => response.writeHead(status, { location }).end();
}
