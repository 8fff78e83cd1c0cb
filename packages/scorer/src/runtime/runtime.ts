/** An array that a tensor's elements lie in; float16 as its bit patterns. */
export type TensorData = Uint8Array | Uint16Array | Float32Array | Float64Array | BigInt64Array;

/** Element types of tensors that go in. */
export type InputType = 'uint8' | 'uint16' | 'float16' | 'float32' | 'float64' | 'int64';

/** A tensor on its way into a session. */
export interface FeedTensor {
  readonly type: InputType;
  readonly data: TensorData;
  readonly dimensions: readonly number[];
}

/** A tensor that came out of a model; float16 is given as float32. */
export interface OutputTensor {
  readonly data: Float32Array | Float64Array | BigInt64Array;
  readonly dimensions: readonly number[];
}

/** An execution provider, and on which of its devices. */
export interface ProviderChoice {
  readonly name: string;
  /** Number of the device, from 0 on; absent: the provider's own choice. */
  readonly deviceId?: number;
}

/** How a session is set up; everything else is the same for all. */
export interface SessionSettings {
  readonly provider: ProviderChoice;
  /** Threads that one operator may use. */
  readonly threads: number;
}

/** What the installed runtime is. */
export interface RuntimeDescription {
  readonly version: string;
  /** Execution providers that it knows on this platform; whether they work here is another question. */
  readonly providers: readonly string[];
}

/** A model that the runtime has loaded. Calls are done one after another. */
export interface OnnxSession {
  /** Element types of the inputs by name; `null` for one that is no tensor. */
  readonly inputs: ReadonlyMap<string, string | null>;
  readonly outputs: readonly string[];
  /**
   * Computes outputs. The memory of the inputs must not change until then.
   *
   * @throws Error with the runtime's own message.
   */
  run(
    inputs: Readonly<Record<string, FeedTensor>>,
    outputs: readonly string[],
  ): Promise<Readonly<Record<string, OutputTensor>>>;
  close(): Promise<void>;
}

/** ONNX Runtime, as far as it is used here. */
export interface OnnxRuntime {
  /** @throws Error when it can't be loaded. */
  describe(): Promise<RuntimeDescription>;
  /** @throws Error with the runtime's own message. */
  open(model: Uint8Array, settings: SessionSettings): Promise<OnnxSession>;
}
