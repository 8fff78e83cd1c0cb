import type { PublishedFile } from '@framesieve/core';
import type { LockHolder } from './download-lock.ts';
import type { RetrySettings } from './retry.ts';

/** Which file to get, from where, and where to put it. */
export interface DownloadRequest {
  /** Full id of the model that the file belongs to, `family/parameters`. */
  readonly id: string;
  /** Its `sha256` may be the first digits only, at least 8, where its publisher states no more. */
  readonly file: PublishedFile;
  /** Where the finished file comes to lie; while it is under way, `<name>.part`, `.part.json` and `.lock` lie there too. */
  readonly folder: string;
  /**
   * Address of a server that has the files instead of their publishers, `http:` or `https:`; `null` to ask these. It is the
   * address of a plain folder with a folder for each model: the file is at `<mirror>/<family>/<parameters>/<name>`, e.g.
   * `https://files.example/framesieve/musiq/koniq/koniq_ckpt.npz`. A user and password in it are sent to that server only; what
   * stands behind a `?` is sent with each file.
   */
  readonly mirror: string | null;
  /** Ends the download at once, with its reason; what has come so far stays for the next time. */
  readonly signal: AbortSignal;
  readonly retry?: Partial<RetrySettings>;
  /** Called when a reply begins and for each piece of it. */
  onProgress?(progress: DownloadProgress): void;
  /** Called once when another process is downloading the same file; then this one waits for it. */
  onWait?(holder: LockHolder | null): void;
}

/** How far a download is. */
export interface DownloadProgress {
  /** Bytes on the disk. They become fewer where the file has to be fetched from its start again. */
  readonly received: number;
  /** Length of the file; `null` when not known. */
  readonly total: number | null;
  /** Where the present reply began: 0, or as many bytes as were there already. */
  readonly resumedFrom: number;
}

/** A file that is there, complete and checked. */
export interface DownloadedFile {
  readonly path: string;
  readonly bytes: number;
  /** Of the contents, in hex. */
  readonly sha256: string;
  /** Where it comes from: the publisher or the mirror, without password. */
  readonly url: string;
  /** Whether it was there already, and nothing was asked of the network. */
  readonly fromCache: boolean;
}
