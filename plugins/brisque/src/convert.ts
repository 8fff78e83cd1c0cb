import { type ConversionRequest, type ConvertedModel, FrameSieveError } from '@framesieve/core';
import {
  formatModelMetadata,
  type LibsvmRange,
  parseLibsvmModel,
  parseLibsvmRange,
  rawPixels,
  readWholeFile,
} from '@framesieve/models';
import { kernelNames } from './kernel-names.ts';
import { featureCount, type SvrParameters } from './svr-graph.ts';
import { utliveGraph } from './utlive-graph.ts';

/** Version of the computation; a change that moves a score is a new one. */
const version = '1.0.0';

/**
 * Makes a BRISQUE model from the authors' `allmodel` and `allrange`, or from another regression on the same features: a model
 * of libsvm and the ranges of its svm-scale, in either order.
 *
 * @throws FrameSieveError `model-invalid`, or `usage` for another number of files than two.
 */
export async function convertBrisque({ id, known, files }: ConversionRequest): Promise<ConvertedModel> {
  const metadata = formatModelMetadata({
    metric: id,
    direction: 'lower',
    range: [0, 100],
    input: rawPixels([16, 16]),
    output: { kind: 'scalar' },
    source: known?.homepage ?? null,
    licence: known?.licence ?? null,
    citation: known?.citation ?? null,
    kernel: kernelNames.utlive,
    undefinedReason: "It has no texture that BRISQUE's features could be fitted to.",
    version,
  });
  const graph = utliveGraph(await readSvrParameters(files));
  return { model: graph.toModel({ opset: 17, metadata, producerVersion: version }), notes: [] };
}

/**
 * Reads the two files of a regression, in either order.
 *
 * @throws FrameSieveError as {@link convertBrisque}.
 */
export async function readSvrParameters(files: readonly string[]): Promise<SvrParameters> {
  const texts = await Promise.all(files.map(async file => (await readWholeFile(file)).toString('latin1')));
  const models = texts.map(text => /^\s*svm_type\s/.test(text));
  const model = models.indexOf(true);
  if (files.length !== 2 || model < 0 || model !== models.lastIndexOf(true))
    throw wrongFiles(files, model >= 0);
  const range = 1 - model;
  const features = featureCount;
  const svr = parseLibsvmModel(texts[model]!, { name: files[model]!, features });
  const scale = parseLibsvmRange(texts[range]!, { name: files[range]!, features });
  checkScale(scale, files[range]!);
  return {
    gamma: svr.gamma,
    rho: svr.rho,
    supportVectors: svr.supportVectors.map(vector => [...vector]),
    coefficients: [...svr.coefficients],
    minimum: [...scale.minimum],
    maximum: [...scale.maximum],
  };
}

function checkScale({ lower, upper, minimum, maximum }: LibsvmRange, file: string): void {
  const fail = (problem: string): never => {
    throw new FrameSieveError({
      code: 'model-invalid',
      message: `"${file}" ${problem}.`,
      hint: 'Scale the features with `svm-scale -l -1 -u 1`, and train the model on these.',
    });
  };
  if (lower !== -1 || upper !== 1) fail(`scales features to ${lower} … ${upper}; −1 … 1 is expected`);
  const constant = minimum.findIndex((low, i) => low === maximum[i]);
  if (constant >= 0) fail(`gives feature ${constant + 1} no range`);
}

function wrongFiles(files: readonly string[], hasModel: boolean): FrameSieveError {
  const found =
    files.length !== 2
      ? `${files.length} ${files.length === 1 ? 'was' : 'were'} given`
      : hasModel
        ? 'both given ones are models'
        : 'neither of the given ones is a model of libsvm';
  return new FrameSieveError({
    code: files.length === 2 ? 'model-invalid' : 'usage',
    message: `A BRISQUE model is made from two files, a libsvm model and its ranges; ${found}.`,
    hint: "Give the authors' files allmodel and allrange.",
  });
}
