import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { invalidArgument, type PublishedFile } from '@framesieve/core';
import { makeFolder } from '../make-folder.ts';
import { assertSpace, type DiskPlace, onDisk } from './disk.ts';
import { afterTries, downloadError, importHint, PassingFailure } from './download-error.ts';
import { takeLock } from './download-lock.ts';
import type { DownloadedFile, DownloadRequest } from './download-request.ts';
import { downloadSource } from './download-source.ts';
import { fetchMissing } from './fetch-missing.ts';
import { digestMatches, fileDigest } from './file-digest.ts';
import { PartialFile } from './partial-file.ts';
import { defaultRetry, pause, retryDelay } from './retry.ts';
import { refuseContents, type Transfer, validatorFor } from './transfer.ts';

/**
 * Gets a published file. It appears under its name when it is complete and matches what is known of it: length and
 * SHA-256. One that is there already and matches is taken as it is; one that doesn't match is replaced.
 *
 * What has come of a download that was broken off, by whatever, stays beside it, and the next one goes on from there if the
 * server can tell that the file is still the same, or its SHA-256 is known. Broken connections and busy servers are tried
 * again. Two processes that want the same file don't disturb each other: one waits.
 *
 * @throws FrameSieveError `download-failed`, or `usage` where the request names something that can't be; or the reason of the
 *   signal.
 */
export async function downloadFile(request: DownloadRequest): Promise<DownloadedFile> {
  const { id, file, folder, mirror, signal } = request;
  const { sha256, bytes } = file;
  if (sha256 !== null && !/^[0-9a-f]{8,64}$/i.test(sha256)) {
    throw invalidArgument('file.sha256', '8 to 64 hexadecimal digits', sha256);
  }
  const source = downloadSource(id, file, mirror);
  const path = join(folder, file.name);
  const place = { name: file.name, folder, bytes };
  const done = { path, url: source.shown };
  signal.throwIfAborted();

  const kept = await findFinished(path, file, place, signal);
  if (kept) return { ...done, ...kept, fromCache: true };
  await onDisk(place, () => makeFolder(folder));
  await using lock = await onDisk(place, () =>
    takeLock(`${path}.lock`, signal, holder => request.onWait?.(holder)),
  );
  // Another process may have finished it meanwhile.
  const others = await findFinished(path, file, place, signal);
  if (others) return { ...done, ...others, fromCache: true };

  const either = AbortSignal.any([signal, lock.lost]);
  await using part = await PartialFile.open(folder, file.name, either);
  await assertSpace(place, part.size);
  const digest = await complete({
    source,
    file,
    folder,
    part,
    retry: { ...defaultRetry, ...request.retry },
    signal: either,
    onProgress: progress => request.onProgress?.(progress),
  });
  either.throwIfAborted();
  const { size } = part;
  await part.finish();
  return { ...done, bytes: size, sha256: digest, fromCache: false };
}

/** A finished file that matches what is known of it; `null` when there is none. */
async function findFinished(
  path: string,
  file: PublishedFile,
  place: DiskPlace,
  signal: AbortSignal,
): Promise<{ readonly bytes: number; readonly sha256: string } | null> {
  const found = await onDisk(place, () => stat(path).catch(nothingThere));
  if (!found?.isFile() || found.size !== (file.bytes ?? found.size) || found.size === 0) return null;
  const sha256 = await onDisk(place, () => fileDigest(path, signal));
  return digestMatches(sha256, file.sha256) ? { bytes: found.size, sha256 } : null;
}

function nothingThere(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

/** Tries until the part is complete and matches; returns its SHA-256. */
async function complete(transfer: Transfer): Promise<string> {
  const { part, retry, signal } = transfer;
  let failures = 0;
  let most = part.size;
  for (;;) {
    signal.throwIfAborted();
    try {
      return await tryOnce(transfer);
    } catch (error) {
      if (!(error instanceof PassingFailure)) throw error;
      // As long as each try brings the file further, it isn't in vain. Tries that begin anew and don't get as far are.
      failures = part.size > most ? 1 : failures + 1;
      most = Math.max(most, part.size);
      if (failures >= retry.attempts) throw afterTries(error.error, failures);
      await pause(retryDelay(retry, failures, error.retryAfterMs), signal);
    }
  }
}

async function tryOnce(transfer: Transfer): Promise<string> {
  const { part, file, source } = transfer;
  const { bytes, sha256 } = file;
  const canGoOn = part.size <= (bytes ?? part.size) && (sha256 !== null || validatorFor(transfer) !== null);
  if (part.size > 0 && !canGoOn) await part.begin(null);
  // A part whose process was killed just before the end may be all of it.
  const isWhole =
    sha256 !== null && part.size === (bytes ?? part.size) && digestMatches(part.digest(), sha256);
  if (!isWhole) await fetchMissing(transfer);
  const digest = part.digest();
  if (digestMatches(digest, sha256)) return digest;
  const expected = sha256?.length === 64 ? sha256 : `${sha256}…`;
  const hint = `The file was replaced or damaged on its way. Run the same command again later. ${importHint}`;
  return refuseContents(
    transfer,
    downloadError(source, `its SHA-256 is ${digest} instead of ${expected}`, hint),
  );
}
