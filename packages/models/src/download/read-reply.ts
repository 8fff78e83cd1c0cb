/** The rest of a file that was asked for. */
export interface AskedRange {
  /** Offset of its first byte, above 0. */
  readonly from: number;
  /** What `If-Range` said: a strong ETag or a date. `null` when nothing was said. */
  readonly validator: string | null;
}

/** What a reply with the status 200, 206 or 416 brings. */
export type Reply =
  | ReplyBody
  /** Nothing is missing. */
  | { readonly kind: 'complete' }
  /** It doesn't fit what is there: the file has to be asked for from its start. */
  | { readonly kind: 'unusable'; readonly why: string };

/** A part of a file, `[start, end)`. */
export interface ReplyBody {
  readonly kind: 'body';
  readonly start: number;
  /** `null` when not announced. */
  readonly end: number | null;
  /** Length of the whole file; `null` when not announced. */
  readonly total: number | null;
  /** With which the rest can be asked for later, if the file is still the same; `null` when nothing tells that. */
  readonly validator: string | null;
}

/** Reads status and headers of a reply (RFC 9110, sections 13 to 15) to a request for a file or, `asked`, its rest. */
export function readReply(status: number, headers: Headers, asked: AskedRange | null): Reply {
  if (status === 416) return readUnsatisfied(headers, asked);
  // Where the server compressed all the same, its lengths and offsets aren't those of the file.
  const encoded = !/^(?:identity)?$/i.test((headers.get('content-encoding') ?? '').trim());
  if (status === 206) return encoded ? unusable('it is compressed') : readPart(headers, asked);
  const total = encoded ? null : parseLength(headers.get('content-length'));
  return { kind: 'body', start: 0, end: total, total, validator: encoded ? null : strongValidator(headers) };
}

function readPart(headers: Headers, asked: AskedRange | null): Reply {
  const range = /^bytes (\d+)-(\d+)\/(\d+|\*)$/i.exec(headers.get('content-range')?.trim() ?? '');
  if (asked === null) return unusable('a part came though the whole file was asked for');
  if (range === null) return unusable('a part came without saying which');
  const [start, last] = [Number(range[1]), Number(range[2])];
  const total = range[3] === '*' ? null : Number(range[3]);
  if (start !== asked.from) return unusable(`the part begins at ${start} instead of ${asked.from}`);
  if (last < start || (total !== null && last >= total)) return unusable('its Content-Range is impossible');
  const { validator } = asked;
  if (validator !== null) {
    const current = headers.get(validator.startsWith('"') ? 'etag' : 'last-modified');
    if (current !== null && current !== validator) return unusable('the file has changed meanwhile');
  }
  return { kind: 'body', start, end: last + 1, total, validator };
}

function readUnsatisfied(headers: Headers, asked: AskedRange | null): Reply {
  const total = /^bytes \*\/(\d+)$/i.exec(headers.get('content-range')?.trim() ?? '')?.[1];
  if (asked !== null && total !== undefined && Number(total) === asked.from) return { kind: 'complete' };
  return unusable('the server has no such part');
}

/** An ETag or date that `If-Range` may carry: one that is the same only where every byte is. */
function strongValidator(headers: Headers): string | null {
  const etag = headers.get('etag');
  if (etag !== null && /^"[\x21\x23-\x7e]*"$/.test(etag)) return etag;
  const modified = headers.get('last-modified');
  // Within the second of the reply, the file could change again without its date (RFC 9110, section 8.8.2.2).
  const age = Date.parse(headers.get('date') ?? '') - Date.parse(modified ?? '');
  return age >= 1000 ? modified : null;
}

function parseLength(header: string | null): number | null {
  const length = /^\d+$/.test(header?.trim() ?? '') ? Number(header) : Number.NaN;
  return Number.isSafeInteger(length) ? length : null;
}

function unusable(why: string): Reply {
  return { kind: 'unusable', why };
}
