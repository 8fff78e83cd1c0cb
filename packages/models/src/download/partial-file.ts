import { createHash } from 'node:crypto';
import { constants, type FileHandle, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { onDisk } from './disk.ts';
import { readBlocks } from './file-digest.ts';
import { pageHeadBytes } from './web-page.ts';

/** Of which file a part is, as far as a server can tell. */
export interface PartNote {
  readonly url: string;
  /** For `If-Range`; `null` when the server gave nothing for it. */
  readonly validator: string | null;
}

const noteSchema = z.object({
  url: z.string(),
  validator: z
    .string()
    .regex(/^[\x20-\x7e]+$/)
    .nullable(),
});

/**
 * A file that is under way: `<name>.part`, and beside it `<name>.part.json`, which says of which file it is a part. It is
 * hashed as it grows. The bytes that have come stay when it is closed; an empty one is removed.
 *
 * Its methods throw a FrameSieveError `download-failed` where the disk is full or can't be written.
 */
export class PartialFile implements AsyncDisposable {
  /** Length that the finished file will have, for messages; `null` while not known. */
  expected: number | null = null;
  readonly #folder: string;
  readonly #name: string;
  readonly #file: FileHandle;
  #hash = createHash('sha256');
  #head = Buffer.alloc(0);
  #size = 0;
  #note: PartNote | null = null;
  #joined = false;
  #finished = false;

  private constructor(folder: string, name: string, file: FileHandle) {
    this.#folder = folder;
    this.#name = name;
    this.#file = file;
  }

  /** Opens the part of a file in a folder, and reads what is there of it. */
  static async open(folder: string, name: string, signal: AbortSignal): Promise<PartialFile> {
    return onDisk({ folder, name, bytes: null }, async () => {
      const file = await open(join(folder, `${name}.part`), constants.O_RDWR | constants.O_CREAT);
      const part = new PartialFile(folder, name, file);
      try {
        await part.#read(signal);
      } catch (error) {
        await file.close();
        throw error;
      }
      return part;
    });
  }

  /** Bytes that are there. */
  get size(): number {
    return this.#size;
  }

  /** Of which file they are; `null` when that isn't known. */
  get note(): PartNote | null {
    return this.#note;
  }

  /** Whether they came by more than one reply, so that they may belong to different files. */
  get joined(): boolean {
    return this.#joined;
  }

  /** The first bytes, as many as tell whether it is a web page. */
  get head(): Uint8Array {
    return this.#head;
  }

  /** SHA-256 of the bytes that are there, in hex. */
  digest(): string {
    return this.#hash.copy().digest('hex');
  }

  /** Forgets the bytes that are there, to begin with others; `null` when it isn't known yet with which. */
  begin(note: PartNote | null): Promise<void> {
    return this.#onDisk(async () => {
      // In this order, so that a note never stands beside bytes of another file.
      await this.#file.truncate(0);
      this.#hash = createHash('sha256');
      this.#head = Buffer.alloc(0);
      this.#size = 0;
      this.#joined = false;
      this.#note = note;
      if (note === null) await rm(this.#path('.part.json'), { force: true });
      else await writeFile(this.#path('.part.json'), JSON.stringify(note));
    });
  }

  /** Keeps the bytes that are there: what is appended next comes by another reply. */
  goOn(): void {
    this.#joined = true;
  }

  /** Appends bytes; they are on the disk, as far as this system is concerned, when it returns. */
  append(bytes: Uint8Array): Promise<void> {
    return this.#onDisk(async () => {
      for (let done = 0; done < bytes.length; ) {
        const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, this.#size);
        this.#take(bytes.subarray(done, done + bytesWritten));
        done += bytesWritten;
      }
    });
  }

  /** Gives the file its final name, in place of one that is there. Nothing more can be done with the part then. */
  finish(): Promise<void> {
    return this.#onDisk(async () => {
      await this.#file.sync();
      await this.#file.close();
      this.#finished = true;
      await rename(this.#path('.part'), this.#path(''));
      await rm(this.#path('.part.json'), { force: true });
      await syncFolder(this.#folder);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#finished) return;
    await this.#onDisk(async () => {
      await this.#file.close();
      if (this.#size > 0) return;
      await rm(this.#path('.part'), { force: true });
      await rm(this.#path('.part.json'), { force: true });
    });
  }

  async #read(signal: AbortSignal): Promise<void> {
    await readBlocks(this.#file, { update: block => this.#take(block) }, signal);
    this.#joined = this.#size > 0;
    const text = await readFile(this.#path('.part.json'), 'utf8').catch(() => '');
    this.#note = noteSchema.nullable().catch(null).parse(parseJson(text));
  }

  #take(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    this.#size += bytes.length;
    const missing = pageHeadBytes - this.#head.length;
    if (missing > 0) this.#head = Buffer.concat([this.#head, bytes.subarray(0, missing)]);
  }

  #path(ending: string): string {
    return join(this.#folder, `${this.#name}${ending}`);
  }

  #onDisk<T>(action: () => Promise<T>): Promise<T> {
    return onDisk({ folder: this.#folder, name: this.#name, bytes: this.expected }, action);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Makes a rename durable, where the system has such a thing. */
async function syncFolder(folder: string): Promise<void> {
  try {
    await using handle = await open(folder, 'r');
    await handle.sync();
  } catch {
    // Windows can't open a folder, and some network file systems can't sync one.
  }
}
