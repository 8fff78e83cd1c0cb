import { BadFile, nameFile, shown } from './bad-file.ts';
import { parseDecimal } from './decimal.ts';

/** A support vector machine for regression with radial basis functions: f(x) = Σ coefficient × exp(−gamma × |x − vector|²) − rho. */
export interface LibsvmModel {
  readonly svmType: 'epsilon_svr' | 'nu_svr';
  readonly kernel: 'rbf';
  readonly gamma: number;
  readonly rho: number;
  /** One per coefficient, all of the same length; features that the file leaves out are 0. */
  readonly supportVectors: readonly Float64Array[];
  readonly coefficients: Float64Array;
}

/** How a file of libsvm is read. */
export interface LibsvmOptions {
  /** What messages call the file; its path, if it has one. */
  readonly name?: string;
  /** How many features there are; by default as many as the file names. */
  readonly features?: number;
}

const valueLimit = 2 ** 26;
const indexLimit = 2 ** 20;

/**
 * Reads a model as `svm-train` of libsvm writes it (`svm_save_model`), of the types `epsilon_svr` and `nu_svr` with the kernel `rbf`.
 *
 * @throws FrameSieveError `model-invalid` when the text is anything else, incomplete, or has numbers that are none.
 */
export function parseLibsvmModel(
  text: string,
  { name = 'the libsvm model', features }: LibsvmOptions = {},
): LibsvmModel {
  try {
    return parseModel(text, features);
  } catch (error) {
    throw nameFile(name, error);
  }
}

function parseModel(text: string, features: number | undefined): LibsvmModel {
  const lines = text.split(/\r?\n/);
  const start = lines.findIndex(line => line.trim() === 'SV');
  const head = new Map(lines.slice(0, Math.max(start, 0)).map(line => splitOnce(line.trim())));
  const svmType = head.get('svm_type');
  if (start < 0 || svmType === undefined) throw new BadFile('is not a model of libsvm');
  if (svmType !== 'epsilon_svr' && svmType !== 'nu_svr')
    throw new BadFile(`is a model of libsvm of type "${shown(svmType)}", not epsilon_svr or nu_svr`);
  const kernel = head.get('kernel_type');
  if (kernel !== 'rbf')
    throw new BadFile(`is a model of libsvm with the kernel "${shown(kernel ?? 'none')}", not rbf`);
  const number = (key: string) => parseDecimal(head.get(key) ?? '', `the value of \`${key}\``);
  const gamma = number('gamma');
  if (!(gamma > 0)) throw new BadFile(`has a \`gamma\` of ${gamma}, not above 0`);
  const rows = lines.slice(start + 1).filter(line => line.trim() !== '');
  const total = number('total_sv');
  if (rows.length !== total || rows.length === 0)
    throw new BadFile(`has ${rows.length} support vectors where \`total_sv\` says ${total}`);
  const parsed = rows.map((row, at) => parseRow(row, `support vector ${at + 1}`));
  const length = features ?? parsed.reduce((most, { length }) => Math.max(most, length), 0);
  if (length * total > valueLimit)
    throw new BadFile(`has ${total} support vectors of ${length} features: too many`);
  return {
    svmType,
    kernel,
    gamma,
    rho: number('rho'),
    supportVectors: parsed.map(({ values }, at) => dense(values, length, `support vector ${at + 1}`)),
    coefficients: Float64Array.from(parsed, ({ coefficient }) => coefficient),
  };
}

interface Row {
  readonly coefficient: number;
  /** The highest index. */
  readonly length: number;
  readonly values: ReadonlyMap<number, number>;
}

function parseRow(row: string, what: string): Row {
  const [coefficient = '', ...features] = row.trim().split(/\s+/);
  const values = new Map<number, number>();
  let last = 0;
  for (const feature of features) {
    const [index = '', value = '', ...rest] = feature.split(':');
    const at = /^\d{1,9}$/.test(index) ? Number(index) : 0;
    if (at <= last || at > indexLimit || rest.length > 0)
      throw new BadFile(`has "${shown(feature)}" in ${what}, which is not a rising index and a value`);
    values.set(at, parseDecimal(value, `feature ${at} of ${what}`));
    last = at;
  }
  return { coefficient: parseDecimal(coefficient, `the coefficient of ${what}`), length: last, values };
}

function dense(values: ReadonlyMap<number, number>, length: number, what: string): Float64Array {
  const row = new Float64Array(length);
  for (const [index, value] of values) {
    if (index > length) throw new BadFile(`has a feature ${index} in ${what}, more than ${length}`);
    row[index - 1] = value;
  }
  return row;
}

function splitOnce(line: string): [string, string] {
  const at = line.search(/\s/);
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at).trim()];
}
