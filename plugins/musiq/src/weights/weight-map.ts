import type { TensorFile } from '@framesieve/models';
import type { MusiqSizes, WeightName } from './musiq-weights.ts';

/** Where a file keeps a tensor of the network. */
export interface WeightSource {
  /** Name in the file. */
  readonly name: string;
  /** Shape that it has there. */
  readonly shape: readonly number[];
  /** Shape to read the same values as, where the file has several axes in one. */
  readonly view?: readonly number[];
  /** Order in which the axes of `view`, or else of `shape`, are taken; as they are, if absent. */
  readonly axes?: readonly number[];
}

/** Where a file keeps the network. */
export interface WeightMap {
  readonly sizes: MusiqSizes;
  readonly sources: ReadonlyMap<WeightName, WeightSource>;
  /** Names in the file that are known not to be part of the network. */
  readonly ignored: ReadonlySet<string>;
  /** What a person may want to know, a sentence each. */
  readonly notes: readonly string[];
}

/** What a file says of itself before any values are read. */
export type FoundTensors = Pick<TensorFile, 'path' | 'tensors'>;

/** Sizes of the published networks; they stand in where a file lacks the tensor that would tell. */
export const publishedSizes: MusiqSizes = { hidden: 384, mlp: 1152, layers: 14, heads: 6, classes: 1 };
