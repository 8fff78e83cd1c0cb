import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Direction, FrameSieveError, messageOf } from '@framesieve/core';
import type { ResolvedConfig } from '@framesieve/core/config';
import type { Registry } from '@framesieve/core/registry';

/** A metric of the config that is not an id. */
export type OwnMetric = Exclude<ResolvedConfig['metric'], string | readonly unknown[]>;

type Metric = string | OwnMetric;

/** Whether a metric of the settings is a model file: an object, or a path that ends in `.onnx`. */
export function isOwnMetric(metric: Metric): metric is OwnMetric | `${string}.onnx` {
  return typeof metric !== 'string' || isModelFile(metric);
}

/** Whether a metric is named by the path of a model file. */
export function isModelFile(metric: string): boolean {
  return /\.onnx$/i.test(metric);
}

/**
 * Adds a model file of the user's own to the registry, as a metric.
 *
 * @param directions the directions that the config states by id.
 * @returns its id, and the direction that was given for it.
 * @throws FrameSieveError `metric-unavailable` when the file can't be read or is no ONNX model, `config` when what is said of it is
 *   wrong or its name is taken.
 */
export async function addOwnMetric(
  registry: Registry,
  metric: Metric,
  directions: Readonly<Record<string, Direction>>,
): Promise<{ readonly id: string; readonly direction: Direction | null }> {
  const own = typeof metric === 'string' ? { ...nothingSaid, model: metric } : metric;
  const { model: file, name, direction, range, input, output } = own;
  const taken = new Set(registry.scorers.map(scorer => scorer.id));
  if (name !== null && taken.has(name)) throw nameTaken(name);
  const id = name ?? (await nameOf(file, taken));
  registry.addScorer({
    id,
    isFamilyDefault: false,
    summary: `A model of your own: ${basename(file)}`,
    async availability() {
      const { onnxAvailability } = await import('@framesieve/scorer');
      return onnxAvailability();
    },
    async create(options) {
      const [{ loadOnnxFile }, { metadataKeys, parseMetadataOverride, readModel }] = await Promise.all([
        import('@framesieve/scorer'),
        import('@framesieve/models'),
      ]);
      const states = readModel(await read(file)).metadata.has(metadataKeys.direction);
      // What the file states stays on record as the model's direction; what is given then overrides it.
      const given = states ? null : (direction ?? options.direction);
      const metadata = parseMetadataOverride({ direction: given, range, input, output });
      return loadOnnxFile({ file, id, options, metadata });
    },
  });
  return { id, direction: directions[id] ?? direction };
}

const nothingSaid = { name: null, direction: null, range: null, input: null, output: null };

/** The id that the file gives itself, unless another metric has it; else one made from its contents. */
async function nameOf(file: string, taken: ReadonlySet<string>): Promise<string> {
  const bytes = await read(file);
  const { metadataKeys, readModel } = await import('@framesieve/models');
  const named = readModel(bytes).metadata.get(metadataKeys.metric);
  if (named !== undefined && !taken.has(named)) return named;
  return `custom/${createHash('sha256').update(bytes).digest('hex').slice(0, 8)}`;
}

async function read(file: string): Promise<Uint8Array> {
  const fail = (message: string, cause?: unknown) =>
    new FrameSieveError({
      code: 'metric-unavailable',
      message,
      hint: 'Correct the path in `metric`; in a config file it is resolved from the folder of that file.',
      cause,
    });
  try {
    // A pipe or a device would be waited for without end.
    if (!(await stat(file)).isFile()) throw fail(`"${file}" is not a file.`);
    return await readFile(file);
  } catch (cause) {
    if (FrameSieveError.isInstance(cause)) throw cause;
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw fail(
      isMissing ? `There is no model file "${file}".` : `"${file}" can't be read: ${messageOf(cause)}`,
      cause,
    );
  }
}

function nameTaken(name: string): FrameSieveError {
  return new FrameSieveError({
    code: 'config',
    message: `\`metric.name\`: there is a metric "${name}" already.`,
    hint: 'Give your model another name.',
  });
}
