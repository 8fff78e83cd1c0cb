/** Element types that can be read; `other` stands for all that can't. */
export type TensorType = 'float16' | 'bfloat16' | 'float32' | 'float64' | 'int32' | 'int64' | 'other';

/** What a file says of one of its tensors. */
export interface TensorInfo {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: TensorType;
}

/** A file of named tensors, open. */
export interface TensorFile extends AsyncDisposable {
  /** Where the file lies, as it was given; for messages. */
  readonly path: string;
  /** Form of the file, e.g. `npz`. */
  readonly format: 'npz' | 'torch';
  /** In the order of the file. */
  readonly tensors: ReadonlyMap<string, TensorInfo>;
  /**
   * Reads a tensor's values in row-major (C) order: float64 as they are, all else as float32 (float16 and bfloat16
   * exactly, whole numbers only where float32 holds them).
   *
   * @throws FrameSieveError `model-invalid` when there is no such tensor, its type can't be read, or the file is damaged.
   */
  read(name: string): Promise<Float32Array | Float64Array>;
}
