import { createHash } from 'node:crypto';
import { FrameSieveError } from '@framesieve/core';
import { fileDigest } from '../download/file-digest.ts';
import { type InstalledModel, install } from './installed-models.ts';
import type { ModelLibrary } from './model-library.ts';
import type { Receipt } from './receipt.ts';
import { differences, runSelfTest } from './self-test.ts';

/** A model that was put into the library. */
export interface StoredModel extends InstalledModel {
  readonly receipt: Receipt;
  /** What a person may want to know of how it was made, a sentence each. */
  readonly notes: readonly string[];
  /** Whether the very same model was there already. */
  readonly unchanged: boolean;
}

/** What a model is made from, and how. */
export type ModelMaking = Pick<Receipt, 'id' | 'how' | 'files' | 'profile' | 'precision'>;

/**
 * Tries a model on the self-test pictures, and installs it with a receipt.
 *
 * @throws FrameSieveError `model-invalid` when a known model doesn't give the scores that are recorded for it, or what the runtime has
 *   against the model; `output-unwritable`.
 */
export async function storeModel(
  library: ModelLibrary,
  model: Uint8Array,
  making: ModelMaking,
): Promise<InstalledModel & { readonly receipt: Receipt }> {
  const { id } = making;
  const selfTest = await runSelfTest(library.run, model);
  const recorded = library.known(id)?.selfTest ?? null;
  const off = recorded ? differences(selfTest, recorded) : [];
  if (off.length > 0) {
    throw new FrameSieveError({
      code: 'model-invalid',
      message: `This is not ${id}: it doesn't give the scores that are known of it (${off.join('; ')}).`,
      hint: `Import it under an id of its own, such as ${id.split('/')[0]}/mine.`,
    });
  }
  const sha256 = createHash('sha256').update(model).digest('hex');
  const installedAt = new Date().toISOString();
  const receipt: Receipt = { version: 1, ...making, sha256, installedAt, selfTest };
  return { ...(await install(library.folder, model, receipt)), receipt };
}

/** The installed model, if it was made in just this way and is whole. */
export async function unchanged(
  { id, file, receipt }: InstalledModel,
  making: ModelMaking,
  signal: AbortSignal,
): Promise<StoredModel | null> {
  if (receipt === null) return null;
  const { how, files, profile, precision } = receipt;
  if (JSON.stringify({ id, how, files, profile, precision }) !== JSON.stringify(making)) return null;
  const found = await fileDigest(file, signal).catch(() => null);
  return found === receipt.sha256 ? { id, file, receipt, notes: [], unchanged: true } : null;
}

/**
 * Refuses the id of a model that comes with its plugin: it can't be replaced.
 *
 * @throws FrameSieveError `usage`.
 */
export function refuseBundled(library: ModelLibrary, id: string): void {
  if (library.known(id)?.supply.kind !== 'bundled') return;
  throw new FrameSieveError({
    code: 'usage',
    message: `${id} comes with FrameSieve and is not replaced.`,
    hint: `Choose another id, such as ${id.split('/')[0]}/mine.`,
  });
}
