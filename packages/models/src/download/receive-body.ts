import { connectionError } from './connection-error.ts';
import { downloadError, importHint, PassingFailure, pageError } from './download-error.ts';
import type { EagerBody } from './eager-body.ts';
import { formatSize } from './format-size.ts';
import type { ReplyBody } from './read-reply.ts';
import { refuseContents, type Transfer } from './transfer.ts';
import { looksLikePage, pageHeadBytes } from './web-page.ts';

/** As much is taken of a file of which neither its publisher nor the server says how long it is. */
const unannouncedLimit = 2 * 2 ** 30;

/**
 * Appends the body of a reply to the part, piece by piece, each written before the next is read.
 *
 * @param total length of the whole file; `null` when not known.
 * @throws PassingFailure when it ends early; FrameSieveError `download-failed` when it is too long, empty, or a web page.
 */
export async function receiveBody(
  transfer: Transfer,
  { start, end }: ReplyBody,
  total: number | null,
  body: EagerBody,
): Promise<void> {
  const { source, part } = transfer;
  const soFar = () => (total === null ? '' : ` of ${formatSize(total)}`);
  const broken = (error: unknown) => {
    if (transfer.signal.aborted) throw transfer.signal.reason;
    throw connectionError(source, error, `the connection broke after ${formatSize(part.size)}${soFar()}`);
  };
  for (;;) {
    const piece = await body.next().catch(broken);
    if (piece === null) break;
    await assertExpected(transfer, piece, total);
    await part.append(piece);
    transfer.onProgress({ received: part.size, total, resumedFrom: start });
  }
  if (part.size < (end ?? total ?? 0) || part.size < (total ?? 0)) {
    const reason = `the connection ended after ${formatSize(part.size)}${soFar()}`;
    throw new PassingFailure(downloadError(source, reason));
  }
  if (part.size === 0) throw downloadError(source, 'the server sent an empty file');
}

async function assertExpected(transfer: Transfer, piece: Uint8Array, total: number | null): Promise<void> {
  const { source, part } = transfer;
  if (
    part.size < pageHeadBytes &&
    looksLikePage(Buffer.concat([part.head, piece.subarray(0, pageHeadBytes)]))
  ) {
    await refuseContents(transfer, pageError(source));
  }
  if (part.size + piece.length > (total ?? unannouncedLimit)) {
    const hint = `The file was replaced, or the mirror has another one. ${importHint}`;
    const reason = `the server sent more than ${formatSize(total ?? unannouncedLimit)}`;
    await refuseContents(transfer, downloadError(source, reason, hint));
  }
}
