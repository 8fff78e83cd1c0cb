import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FrameSieveError, messageOf } from '@framesieve/core';
import { makeFolder } from '../make-folder.ts';
import { modelsFolder } from '../models-folder.ts';
import { installedFile, listIds } from './installed-files.ts';
import { parseReceipt, type Receipt } from './receipt.ts';

/** A model that is installed. */
export interface InstalledModel {
  readonly id: string;
  /** Path of the ONNX file. */
  readonly file: string;
  /** `null` when there is none beside the file, or it can't be read. */
  readonly receipt: Receipt | null;
}

/** The installed models in a folder, in order of their ids; none where there is no such folder. */
export async function listInstalled(folder: string): Promise<readonly InstalledModel[]> {
  return Promise.all((await listIds(folder)).map(id => readInstalled(folder, id)));
}

/** An installed model with its receipt; it is not checked whether the file is there. */
export async function readInstalled(folder: string, id: string): Promise<InstalledModel> {
  const file = installedFile(folder, id);
  const text = await readFile(receiptFile(file), 'utf8').catch(() => '');
  return { id, file, receipt: parseReceipt(text) };
}

/**
 * SHA-256, in hex, that a model had when it was installed; `null` where none is recorded.
 *
 * @param home folder that models are kept in, by default the one that {@link frameSieveHome} gives.
 */
export async function installedDigest(id: string, home?: string): Promise<string | null> {
  const { receipt } = await readInstalled(modelsFolder(home), id);
  return receipt?.sha256 ?? null;
}

/**
 * Puts a model and its receipt in place, each whole or not at all; one that is there under the same id is replaced.
 *
 * @throws FrameSieveError `output-unwritable`, naming the folder and what is wrong with it.
 */
export async function install(folder: string, model: Uint8Array, receipt: Receipt): Promise<InstalledModel> {
  const file = installedFile(folder, receipt.id);
  const temporary = [file, receiptFile(file)].map(path => `${path}.${process.pid}.tmp`);
  try {
    await makeFolder(dirname(file));
    await writeFile(temporary[0]!, model, { flush: true });
    await writeFile(temporary[1]!, `${JSON.stringify(receipt, null, 2)}\n`, { flush: true });
    await rename(temporary[0]!, file);
    await rename(temporary[1]!, receiptFile(file));
  } catch (error) {
    throw unwritable(folder, model.length, error);
  } finally {
    for (const path of temporary) await rm(path, { force: true }).catch(() => {});
  }
  return { id: receipt.id, file, receipt };
}

function receiptFile(file: string): string {
  return file.replace(/\.onnx$/, '.json');
}

function unwritable(folder: string, bytes: number, error: unknown): FrameSieveError {
  const full = (error as NodeJS.ErrnoException).code === 'ENOSPC';
  return new FrameSieveError({
    code: 'output-unwritable',
    message: full
      ? `The disk is full: the model takes ${(bytes / 1e6).toFixed(1)} MB in "${folder}".`
      : `The model can't be written to "${folder}": ${messageOf(error)}`,
    hint: `${full ? 'Free some space there' : 'Give yourself write permission'}, or choose another folder with FRAMESIEVE_HOME.`,
    cause: error,
  });
}
