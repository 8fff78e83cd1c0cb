import {
  type ConversionRequest,
  type ConvertedModel,
  FrameSieveError,
  invalidArgument,
} from '@framesieve/core';
import { formatModelMetadata, type ModelMetadata, rawPixels } from '@framesieve/models';
import { musiqGraph } from './graph/musiq-graph.ts';
import { type MusiqProfile, profiles } from './profile.ts';
import type { MusiqWeights } from './weights/musiq-weights.ts';
import { readWeights } from './weights/read-weights.ts';

/** Version of the graph: it changes when scores can. */
const version = '1.0.0';

/**
 * Makes a model from a checkpoint; see `ModelFamily.convert`. What comes out depends on the weights and the options only, not on
 * the form of the file.
 */
export async function convertMusiq(request: ConversionRequest): Promise<ConvertedModel> {
  const [path, ...others] = request.files;
  if (path === undefined || others.length > 0) {
    throw new FrameSieveError({
      code: 'model-invalid',
      message: `MUSIQ is made from one file, but ${request.files.length} were given for ${request.id}.`,
      hint: "Give the authors' checkpoint (.npz), or the file of the PyTorch port (.pth).",
    });
  }
  const forced = request.profile === null ? null : profileNamed(request.profile);
  const { weights, format, notes } = await readWeights(path, request.signal);
  const profile = forced ?? (format === 'npz' ? profiles.authors : profiles.pytorch);
  const { precision } = request;
  const model = musiqGraph(weights, { profile, precision }).toModel({
    opset: 20,
    metadata: metadataOf(request, weights, profile),
    producerVersion: version,
  });
  const terms = format === 'torch' ? [portTerms] : [];
  return { model, notes: [...notes, ...terms, `Computes as the ${origin[profile.name]}, in ${precision}.`] };
}

const portTerms =
  'The .pth files of the PyTorch port are published under non-commercial terms of their own: heed them.';

const origin: Readonly<Record<string, string>> = {
  authors: "authors' code does (profile `authors`)",
  pytorch: 'PyTorch port does (profile `pytorch`)',
};

function profileNamed(name: string): MusiqProfile {
  const known: Readonly<Record<string, MusiqProfile>> = profiles;
  if (Object.hasOwn(known, name)) return known[name]!;
  throw invalidArgument('profile', Object.keys(known).join(' or '), name);
}

function metadataOf(
  { id, known, precision }: ConversionRequest,
  { sizes: { classes } }: MusiqWeights,
  profile: MusiqProfile,
): ReadonlyMap<string, string> {
  const values = Array.from({ length: classes }, (_, i) => i + 1);
  const metadata: ModelMetadata = {
    metric: id,
    direction: known?.direction ?? 'higher',
    range: known?.range ?? (classes > 1 ? [1, classes] : [null, null]),
    input: rawPixels(),
    output: classes > 1 ? { kind: 'distribution', values } : { kind: 'scalar' },
    source: known?.homepage ?? null,
    licence: known?.licence ?? null,
    version,
    precision,
    profile: profile.name,
    undefinedReason: 'It is so narrow that one of its smaller versions has no pixels.',
    citation: known?.citation ?? null,
  };
  return formatModelMetadata(metadata);
}
