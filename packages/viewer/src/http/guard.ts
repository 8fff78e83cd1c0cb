import type { MiddlewareHandler } from 'hono';
import { RequestError } from './failure.ts';
import { isToken } from './token.ts';

/** Who may ask. */
export interface GuardOptions {
  readonly token: string;
  /** See `allowedHosts`; known once the server listens. */
  hosts(): ReadonlySet<string>;
}

const useTheAddress = 'Use the address that the command has printed.';
const changing = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Whether a request may change something, by its method. */
export function isChanging(method: string): boolean {
  return changing.has(method);
}

/**
 * Refuses whoever doesn't know the token, and what another page makes a browser ask: by a name of its own that leads here,
 * or from its own address.
 */
export function guard({ token, hosts }: GuardOptions): MiddlewareHandler {
  return async (context, next) => {
    const { req } = context;
    if (!hosts().has((req.header('host') ?? '').toLowerCase()))
      throw new RequestError(403, 'This is not the address of the viewer.', useTheAddress);
    const [, first = ''] = pathOf(req.url).split('/', 2);
    if (!isToken(first, token))
      throw new RequestError(403, 'The key in the address is missing or wrong.', useTheAddress);
    const origin = req.header('origin');
    if (origin !== undefined && !isOwnOrigin(origin, hosts()))
      throw new RequestError(403, 'Another page has asked for this.', useTheAddress);
    const isProven = origin !== undefined || req.header('sec-fetch-site') === 'same-origin';
    if (isChanging(req.method) && !isProven)
      throw new RequestError(403, 'Only the page of the viewer can change anything.', useTheAddress);
    await next();
  };
}

/** The path as it was asked for, nothing decoded or resolved. */
function pathOf(url: string): string {
  const start = url.indexOf('/', url.indexOf('//') + 2);
  return start < 0 ? '/' : url.slice(start).split(/[?#]/, 1)[0]!;
}

function isOwnOrigin(origin: string, hosts: ReadonlySet<string>): boolean {
  const match = /^http:\/\/([^/]+)$/i.exec(origin);
  return match !== null && hosts.has(match[1]!.toLowerCase());
}
