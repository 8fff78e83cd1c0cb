import { assertSpace } from './disk.ts';
import { downloadError, importHint, PassingFailure, pageError } from './download-error.ts';
import { EagerBody } from './eager-body.ts';
import { IdleWatch } from './idle-watch.ts';
import { openResponse } from './open-response.ts';
import { type AskedRange, type ReplyBody, readReply } from './read-reply.ts';
import { receiveBody } from './receive-body.ts';
import { statusError } from './status-error.ts';
import { refuseContents, type Transfer, validatorFor } from './transfer.ts';
import { isPageType } from './web-page.ts';

/**
 * Asks a server once for what is missing of a file, and appends it to the part. When it returns, the part has its full
 * length, as far as anything tells it.
 *
 * @throws PassingFailure when another try may help; FrameSieveError `download-failed` when none does.
 */
export async function fetchMissing(transfer: Transfer): Promise<void> {
  const { source, part } = transfer;
  using watch = new IdleWatch(transfer.retry.idleTimeoutMs, transfer.signal);
  const asked = part.size === 0 ? null : { from: part.size, validator: validatorFor(transfer) };
  const response = await openResponse(source, requestHeaders(asked), watch, transfer.signal);
  const { status, headers } = response;
  const isFile = status === 200 || status === 206;
  if (!isFile && !(status === 416 && asked !== null)) throw statusError(source, response);
  if (isFile && isPageType(headers.get('content-type'))) throw pageError(source);
  const reply = readReply(status, headers, asked);
  if (reply.kind === 'complete') return;
  if (reply.kind === 'unusable') {
    await part.begin(null);
    throw new PassingFailure(downloadError(source, `the server's reply can't be used: ${reply.why}`));
  }
  // At once: what comes while the part is being prepared is lost if the connection breaks meanwhile.
  using body = new EagerBody(response.body, watch);
  const total = await beginBody(transfer, reply);
  await receiveBody(transfer, reply, total, body);
}

function requestHeaders(asked: AskedRange | null): Readonly<Record<string, string>> {
  // A compressed reply would have other lengths and offsets.
  const identity = { 'accept-encoding': 'identity' };
  if (asked === null) return identity;
  const { from, validator } = asked;
  return { ...identity, range: `bytes=${from}-`, ...(validator === null ? {} : { 'if-range': validator }) };
}

/** Prepares the part for a body; returns the length of the whole file, or `null` when it isn't known. */
async function beginBody(transfer: Transfer, reply: ReplyBody): Promise<number | null> {
  const { source, file, part, folder } = transfer;
  const total = file.bytes ?? reply.total;
  if (reply.start > 0) part.goOn();
  if (reply.total !== null && reply.total !== total) {
    const hint = `The file was replaced, or the mirror has another one. ${importHint}`;
    const error = downloadError(source, `it has ${reply.total} bytes there instead of ${total}`, hint);
    // What is there may be of the right file, but not if it is to go on with this one.
    if (reply.start > 0) await refuseContents(transfer, error);
    throw error;
  }
  part.expected = total;
  await assertSpace({ name: source.name, folder, bytes: total }, part.size);
  if (reply.start === 0) await part.begin({ url: source.shown, validator: reply.validator });
  transfer.onProgress({ received: part.size, total, resumedFrom: reply.start });
  return total;
}
