import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FrameSieveError, messageOf } from '@framesieve/core';
import { getRequestListener } from '@hono/node-server';
import { securityHeaders } from './headers.ts';

/** A server that listens. Disposing of it ends every connection. */
export interface ListeningServer extends AsyncDisposable {
  readonly port: number;
}

/** What a server answers with. */
type Answer = (request: Request) => Response | Promise<Response>;

/**
 * Listens for requests.
 *
 * @param port 0 for any that is free.
 * @throws FrameSieveError `usage` when the address can't be listened on.
 */
export async function listen(answer: Answer, host: string, port: number): Promise<ListeningServer> {
  const listener = getRequestListener(request => answer(request), {
    overrideGlobalObjects: false,
    // What is no request at all, e.g. for an address that can't be.
    errorHandler: () => new Response('This is no request.\n', { status: 400, headers: securityHeaders }),
  });
  const server = createServer(listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', error => reject(cantListen(host, port, error)));
    server.listen(port, host, resolve);
  });
  // A connection that breaks is no reason to end.
  server.on('error', () => {});
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>(resolve => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function cantListen(host: string, port: number, cause: unknown): FrameSieveError {
  const { code } = cause as NodeJS.ErrnoException;
  const reasons: Record<string, string> = {
    EADDRINUSE: 'another program uses it',
    EACCES: 'permission denied',
    EADDRNOTAVAIL: 'this machine has no such address',
    ENOTFOUND: 'there is no such name',
  };
  return new FrameSieveError({
    code: 'usage',
    message: `The viewer can't listen on ${host}, port ${port}: ${reasons[code ?? ''] ?? messageOf(cause)}.`,
    hint: 'Choose another --port, or leave it out for one that is free; --host takes an address of this machine.',
    cause,
  });
}
