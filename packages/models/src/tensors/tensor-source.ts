import type { TensorFile, TensorInfo } from './tensor-file.ts';

/** What a reader of one form of file makes of it; it neither knows the file's name nor closes it. */
export interface TensorSource extends Pick<TensorFile, 'format' | 'tensors'> {
  /**
   * Reads one of {@link tensors}, of a type that can be read.
   *
   * @throws BadFile when the file is damaged.
   */
  read(tensor: TensorInfo): Promise<Float32Array | Float64Array>;
}
