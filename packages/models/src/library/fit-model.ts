import { type FitPicture, type FittedModel, type FittedPicture, FrameSieveError } from '@framesieve/core';
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
 * @throws FrameSieveError `usage` for the id of a model that is known by name, or as {@link fitUnstored}; `output-unwritable`.
 */
export async function fitModel(library: ModelLibrary, request: FitModelRequest): Promise<StoredFit> {
  const { id } = request;
  refuseBundled(library, id);
  refusePublished(library, id);
  const { model, notes, pictures } = await fitUnstored(library, request);
  const making: ModelMaking = { id, how: 'fit', files: [], profile: null, precision: 'float32' };
  return { ...(await storeModel(library, model, making)), notes, unchanged: false, pictures };
}

function refusePublished(library: ModelLibrary, id: string): void {
  if (library.known(id) === null) return;
  throw new FrameSieveError({
    code: 'usage',
    message: `${id} stands for published parameters, which are not fitted here.`,
    hint: `Choose another id, such as ${id.split('/')[0]}/mine.`,
  });
}

/**
 * Fits a model to pictures, and leaves it to the caller what becomes of it.
 *
 * @throws FrameSieveError `usage` for a family that can't be fitted, `model-invalid` when the pictures don't suffice,
 *   `model-unknown`.
 */
export async function fitUnstored(library: ModelLibrary, request: FitModelRequest): Promise<FittedModel> {
  const family = library.familyOf(request.id);
  if (family.fit) return family.fit(request);
  const able = library.families.filter(({ fit }) => fit).map(({ name }) => name);
  throw new FrameSieveError({
    code: 'usage',
    message: `Models of the family ${family.name} can't be fitted to pictures.`,
    hint: `Use one of: ${able.join(', ') || '(none installed)'}.`,
  });
}
