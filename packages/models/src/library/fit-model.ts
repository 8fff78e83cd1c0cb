import { type FitPicture, type FittedPicture, FrameSieveError } from '@framesieve/core';
import type { ModelLibrary } from './model-library.ts';
import { type ModelMaking, refuseBundled, type StoredModel, storeModel } from './store-model.ts';

/** Pictures to fit a model to, and what it is to be called. */
export interface FitModelRequest {
  readonly id: string;
  readonly pictures: AsyncIterable<FitPicture>;
  /** Where the pictures come from, for the model's metadata. */
  readonly source: string;
  readonly licence: string | null;
  readonly signal: AbortSignal;
  onPicture?(picture: FittedPicture): void;
}

/** A fitted model, and what each picture gave. */
export interface StoredFit extends StoredModel {
  readonly pictures: readonly FittedPicture[];
}

/**
 * Fits a model to pictures, and installs it.
 *
 * @throws FrameSieveError `usage` for a family that can't be fitted, `model-invalid` when the pictures don't suffice,
 *   `model-unknown`, `output-unwritable`.
 */
export async function fitModel(library: ModelLibrary, request: FitModelRequest): Promise<StoredFit> {
  const { id } = request;
  const family = library.familyOf(id);
  refuseBundled(library, id);
  if (!family.fit) {
    const able = library.families.filter(({ fit }) => fit).map(({ name }) => name);
    throw new FrameSieveError({
      code: 'usage',
      message: `Models of the family ${family.name} can't be fitted to pictures.`,
      hint: `Use one of: ${able.join(', ') || '(none installed)'}.`,
    });
  }
  const { model, notes, pictures } = await family.fit(request);
  const making: ModelMaking = { id, how: 'fit', files: [], profile: null, precision: 'float32' };
  return { ...(await storeModel(library, model, making)), notes, unchanged: false, pictures };
}
