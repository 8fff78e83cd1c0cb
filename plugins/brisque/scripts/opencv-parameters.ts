import { featureCount, type SvrParameters } from '../src/svr-graph.ts';

/**
 * Reads `brisque_model_live.yml` and `brisque_range_live.yml` as OpenCV writes them. They are YAML 1.0 with tags of
 * OpenCV's own; a few sequences of numbers are all that is needed of them.
 *
 * @throws Error when the text is not of the expected form.
 */
export function parseOpencvParameters(model: string, range: string): SvrParameters {
  const vectors = between(model, 'support_vectors:', 'decision_functions:');
  const supportVectors = Array.from(vectors.matchAll(/\[([^\]]*)\]/g), ([, row]) => numbers(row!));
  const decision = between(model, 'decision_functions:', null);
  const alpha = numbers(sequence(decision, 'alpha'));
  // Which support vector each coefficient belongs to; left out by OpenCV when they are in order.
  const index = /\bindex:/.test(decision)
    ? numbers(sequence(decision, 'index'))
    : supportVectors.map((_, i) => i);
  const bounds = numbers(sequence(range, 'data'));
  const parameters: SvrParameters = {
    gamma: scalar(model, 'gamma'),
    rho: scalar(decision, 'rho'),
    supportVectors: index.map(i => supportVectors[i]!),
    coefficients: alpha,
    minimum: bounds.slice(0, featureCount),
    maximum: bounds.slice(featureCount),
  };
  const { coefficients } = parameters;
  const isComplete =
    supportVectors.length > 0 &&
    coefficients.length === parameters.supportVectors.length &&
    parameters.supportVectors.every(row => row?.length === featureCount) &&
    bounds.length === 2 * featureCount;
  if (!isComplete || !/svmType: EPS_SVR/.test(model) || !/type: RBF/.test(model)) {
    throw new Error('The files are not the BRISQUE model and range of OpenCV (brisque_*_live.yml).');
  }
  return parameters;
}

function between(text: string, from: string, to: string | null): string {
  const start = text.indexOf(from);
  const end = to === null ? text.length : text.indexOf(to, start);
  if (start < 0 || end < 0) throw new Error(`Expected "${from}" in the model's YAML.`);
  return text.slice(start, end);
}

function sequence(text: string, key: string): string {
  const found = new RegExp(`\\b${key}: \\[([^\\]]*)\\]`).exec(text)?.[1];
  if (found === undefined) throw new Error(`Expected a sequence "${key}" in the YAML.`);
  return found;
}

function scalar(text: string, key: string): number {
  const found = new RegExp(`\\b${key}: ?([-+.0-9eE]+)`).exec(text)?.[1];
  if (found === undefined) throw new Error(`Expected a number "${key}" in the YAML.`);
  return Number(found);
}

function numbers(list: string): readonly number[] {
  const values = list.split(',').map(Number);
  if (values.some(Number.isNaN)) throw new Error('Expected numbers in the YAML.');
  return values;
}
