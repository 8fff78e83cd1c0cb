import { FrameSieveError, messageOf, shownPath } from '@framesieve/core';

/** Seconds without a byte after which a server counts as silent. */
const patienceSeconds = 20;
const maximumRedirects = 5;

/** What a server answers: its headers, and the bytes of the body as they come. Leaving the body closes the connection. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: AsyncGenerator<Uint8Array, void, undefined>;
}

/** The bytes `[start, end)` of what lies at an address. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Asks a web server for part of what lies at an address; it may answer with the whole. At most five redirects are
 * followed, only to `http:` and `https:`; user name and password stay with the server that they were given for.
 *
 * @throws FrameSieveError `input-missing` or `input-unreadable`.
 */
export async function requestBytes(
  address: string,
  { start, end }: ByteRange,
  signal?: AbortSignal,
): Promise<HttpAnswer> {
  let url = parseAddress(address, address);
  const authorization = { origin: url.origin, value: basicAuthorization(url) };
  for (let redirects = 0; ; redirects++) {
    const patience = new Patience(signal);
    const headers = {
      range: `bytes=${start}-${end - 1}`,
      'accept-encoding': 'identity',
      ...(authorization.value !== null &&
        authorization.origin === url.origin && { authorization: authorization.value }),
    };
    const bare = new URL(url);
    bare.username = '';
    bare.password = '';
    const response = await patience
      .wait(fetch(bare, { headers, redirect: 'manual', signal: patience.signal }))
      .catch(error => {
        signal?.throwIfAborted();
        throw unreadable(address, connectionProblem(error), 'Check the address and the connection.', error);
      });
    const location =
      response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
    if (location === null) {
      if (!response.ok && response.status !== 416) {
        await response.body?.cancel();
        throw statusError(address, response.status);
      }
      return {
        status: response.status,
        headers: response.headers,
        body: chunksOf(address, response, patience, signal),
      };
    }
    await response.body?.cancel();
    if (redirects === maximumRedirects) {
      throw unreadable(
        address,
        `it leads through more than ${maximumRedirects} redirects`,
        'Give its last address.',
      );
    }
    url = parseAddress(location, address, url);
  }
}

async function* chunksOf(
  address: string,
  response: Response,
  patience: Patience,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  const chunks = response.body?.values();
  if (!chunks) return;
  try {
    for (;;) {
      const next = await patience.wait(chunks.next());
      if (next.done) return;
      yield next.value;
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw unreadable(address, connectionProblem(error), 'Try again, or download the video first.', error);
  } finally {
    await chunks.return?.().catch(() => {});
  }
}

/** Gives up waiting for a server that says nothing. */
class Patience {
  readonly #silence = new AbortController();
  readonly signal: AbortSignal;

  constructor(signal: AbortSignal | undefined) {
    this.signal = signal ? AbortSignal.any([signal, this.#silence.signal]) : this.#silence.signal;
  }

  async wait<T>(answer: Promise<T>): Promise<T> {
    const timer = setTimeout(() => this.#silence.abort(silent), patienceSeconds * 1000);
    try {
      return await answer;
    } finally {
      clearTimeout(timer);
    }
  }
}

const silent = new Error(`the server has not sent anything for ${patienceSeconds} s`);

function parseAddress(text: string, address: string, base?: URL): URL {
  const url = URL.parse(text, base?.href);
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw unreadable(
    address,
    base
      ? `it leads to what is no address of the web (${url?.protocol ?? text})`
      : 'its address is not valid',
    'Check the address.',
  );
}

function basicAuthorization({ username, password }: URL): string | null {
  if (username === '' && password === '') return null;
  const userinfo = `${decodePercent(username)}:${decodePercent(password)}`;
  return `Basic ${Buffer.from(userinfo).toString('base64')}`;
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function connectionProblem(error: unknown): string {
  if (error === silent) return silent.message;
  // What went wrong is in the cause: `fetch failed` or `terminated` alone says nothing.
  const cause = error instanceof Error ? error.cause : undefined;
  return `the connection failed (${messageOf(cause instanceof Error && cause.message !== '' ? cause : error)})`;
}

function statusError(address: string, status: number): FrameSieveError {
  if (status === 404 || status === 410) {
    return new FrameSieveError({
      code: 'input-missing',
      message: `There is nothing at "${shownPath(address)}" (HTTP status ${status}).`,
      hint: 'Check the address.',
    });
  }
  if (status === 401 || status === 403) {
    return unreadable(
      address,
      `the server does not allow it (HTTP status ${status})`,
      'Check the address, and the user name and password if it needs them.',
    );
  }
  return unreadable(address, `the server answered with HTTP status ${status}`, 'Try again later.');
}

/** The error for an address that can't be read. */
export function unreadable(address: string, reason: string, hint: string, cause?: unknown): FrameSieveError {
  return new FrameSieveError({
    code: 'input-unreadable',
    message: `"${shownPath(address)}" can't be read: ${reason}.`,
    hint,
    cause,
  });
}
