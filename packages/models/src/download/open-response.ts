import { connectionError } from './connection-error.ts';
import { downloadError } from './download-error.ts';
import { type DownloadSource, isWeb, withoutCredentials } from './download-source.ts';
import type { IdleWatch } from './idle-watch.ts';

const redirects = new Set([301, 302, 303, 307, 308]);
const maxRedirects = 10;

/**
 * Asks for a file and follows redirects. User and password of its address go to its own server only.
 *
 * @throws FrameSieveError `download-failed` where a redirect leads to another protocol or in circles.
 * @throws PassingFailure where the connection can't be made.
 */
export async function openResponse(
  source: DownloadSource,
  headers: Readonly<Record<string, string>>,
  watch: IdleWatch,
  signal: AbortSignal,
): Promise<Response> {
  let next = withoutCredentials(source.url);
  for (let hop = 0; hop <= maxRedirects; hop++) {
    const url = next;
    const authorization = url.origin === source.url.origin ? authorizationOf(source.url) : {};
    const request = {
      headers: { ...headers, ...authorization },
      redirect: 'manual',
      signal: watch.signal,
    } as const;
    const response = await watch
      .during(() => fetch(url, request))
      .catch((error: unknown) => {
        throw signal.aborted ? signal.reason : connectionError(source, error, `no connection to ${url.host}`);
      });
    if (!redirects.has(response.status)) return response;
    await response.body?.cancel();
    next = nextAddress(source, url, response.headers.get('location'));
  }
  throw downloadError(source, `it is redirected more than ${maxRedirects} times`);
}

/**
 * Where a redirect leads.
 *
 * @throws FrameSieveError `download-failed` where it leads from https to http, or to anything else than a web server.
 */
export function nextAddress(source: DownloadSource, from: URL, location: string | null): URL {
  const url = location === null ? null : URL.parse(location, from.href);
  if (url === null) throw downloadError(source, 'it is redirected without saying where');
  if (!isWeb(url) || (from.protocol === 'https:' && url.protocol !== 'https:')) {
    const target = `${url.protocol}${isWeb(url) ? `//${url.host}` : ''}`;
    throw downloadError(
      source,
      `it is redirected from ${from.protocol}//${from.host} to ${target}, which is not safe to follow`,
    );
  }
  return withoutCredentials(url);
}

function authorizationOf({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === '' && password === '') return {};
  const login = Buffer.from(`${decode(username)}:${decode(password)}`).toString('base64');
  return { authorization: `Basic ${login}` };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
