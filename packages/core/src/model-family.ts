import type { RgbImage } from './frame.ts';
import type { Direction, ScorerFactory } from './scorer.ts';

/** A family of metrics (`niqe`, `musiq`): the models that it knows, and how further ones are made. */
export interface ModelFamily {
  /** The part of a metric id before the slash. */
  readonly name: string;
  /** Models that are known by name, bundled or published elsewhere. */
  readonly models: readonly KnownModel[];
  /** What {@link convert} takes, for messages, e.g. `the authors' checkpoint (.npz)`. */
  readonly accepts: string;
  /** Variants of the computation that a model can be built for; empty where there is one only. */
  readonly profiles: readonly string[];
  /** Number formats that a model can be stored and computed in; the first is the default. */
  readonly precisions: readonly ModelPrecision[];
  /**
   * Makes a model from files of parameters in the form of another program.
   *
   * @throws FrameSieveError `model-invalid`, saying what is missing, extra or wrong in which file.
   */
  convert(request: ConversionRequest): Promise<ConvertedModel>;
  /**
   * Makes a model from pictures; absent where nothing can be fitted.
   *
   * @throws FrameSieveError `model-invalid` when the pictures don't suffice.
   */
  fit?(request: FitRequest): Promise<FittedModel>;
  /** Offers a model of the family that was installed under an id of its own, as a metric; absent: its graph is run. */
  metric?(model: Pick<KnownModel, 'id' | 'summary'>): ScorerFactory;
}

/** Number format of a model's weights and of what is computed with them. */
export type ModelPrecision = 'float32' | 'float16';

/** A model that is known by name. */
export interface KnownModel {
  /** Full id, `family/parameters`. */
  readonly id: string;
  /** One line: parameters, and what they were fitted on. */
  readonly summary: string;
  readonly direction: Direction;
  /** Nominal range of scores; `null` for an open side. */
  readonly range: readonly [number | null, number | null];
  /** Licence of the parameters: an SPDX expression, or the terms in a few words. */
  readonly licence: string;
  /** What to cite. */
  readonly citation: string;
  /** Page of whoever published the parameters. */
  readonly homepage: string;
  readonly supply: BundledModel | PublishedModel;
  /**
   * Scores of the self-test pictures, recorded when the model was checked against its reference; `null` where the parameters
   * have not been seen, so that they are recorded when the model is installed.
   */
  readonly selfTest: readonly number[] | null;
}

/** A model that comes with its plugin. */
export interface BundledModel {
  readonly kind: 'bundled';
  readonly file: URL;
  /** SHA-256 of the file, in hex. */
  readonly sha256: string;
}

/** A model whose parameters are published elsewhere: they are downloaded, or given as files, and converted. */
export interface PublishedModel {
  readonly kind: 'published';
  readonly files: readonly PublishedFile[];
}

/** A file of parameters, and where to get it. */
export interface PublishedFile {
  readonly name: string;
  readonly url: string;
  /** Length in bytes; `null` when not known. */
  readonly bytes: number | null;
  /** SHA-256 in hex, or its first digits (at least 8) where no more is published; `null` when it is not known. */
  readonly sha256: string | null;
}

/** What a model is to be made from. */
export interface ConversionRequest {
  /** Id of the model to be made, `family/parameters`. */
  readonly id: string;
  /** The model that the id stands for, if it is known by name. */
  readonly known: KnownModel | null;
  /** Paths of the files, in the order in which they were given. */
  readonly files: readonly string[];
  /** `null`: whatever suits the files. */
  readonly profile: string | null;
  readonly precision: ModelPrecision;
  readonly signal: AbortSignal;
}

/** A model that was made from parameters. */
export interface ConvertedModel {
  /** Bytes of the ONNX file, with its metadata. The same files and options give the same bytes. */
  readonly model: Uint8Array;
  /** What a person may want to know of the conversion, a sentence each. */
  readonly notes: readonly string[];
}

/** A picture to fit a model to. */
export interface FitPicture {
  /** For messages. */
  readonly name: string;
  readonly image: RgbImage;
}

/** Pictures, and what the model that is fitted to them is called. */
export interface FitRequest {
  /** Id of the model to be made, `family/parameters`. */
  readonly id: string;
  readonly pictures: AsyncIterable<FitPicture>;
  /** Where the pictures come from, for the model's metadata. */
  readonly source: string;
  /** Licence of the parameters that come of them; `null` to state none. */
  readonly licence: string | null;
  readonly signal: AbortSignal;
  /** Called for each picture that was looked at. */
  onPicture?(picture: FittedPicture): void;
}

/** What a picture gave to a fit. */
export interface FittedPicture {
  readonly name: string;
  /** Samples (NIQE: patches) that were taken. */
  readonly samples: number;
  /** Why none was; `null` otherwise. */
  readonly leftOut: string | null;
}

/** A model that was fitted to pictures. */
export interface FittedModel extends ConvertedModel {
  readonly pictures: readonly FittedPicture[];
}
