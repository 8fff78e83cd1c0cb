import { FrameSieveError } from '@framesieve/core';
import { z } from 'zod';
import { describeIssues, metadataEntries } from './metadata-entries.ts';
import { type ModelInput, partialInputSchema } from './model-input.ts';
import type { ModelMetadata } from './model-metadata.ts';

/**
 * What a user says of a model: it goes before what the file says. What is left out, `undefined` or `null` is what the
 * file says. Of `input` the fields that are given count, the others stay those of the file or the defaults.
 */
export type ModelMetadataOverride = {
  readonly [Name in Exclude<keyof ModelMetadata, 'input' | 'kernel' | 'batch'>]?:
    | ModelMetadata[Name]
    | null
    | undefined;
} & { readonly input?: ModelInputOverride | null | undefined };

/** Some of the fields of a model's input. */
export type ModelInputOverride = {
  readonly [Name in keyof ModelInput]?: ModelInput[Name] | undefined;
};

const { metric, direction, range, output, source, licence, version } = metadataEntries;
const { precision, profile, undefinedReason, citation, provenance } = metadataEntries;

const schema: z.ZodType<ModelMetadataOverride> = z
  .strictObject({
    metric: metric.schema.nullable(),
    direction: direction.schema.nullable(),
    range: range.schema.nullable(),
    input: partialInputSchema.nullable(),
    output: output.schema.nullable(),
    source: source.schema.nullable(),
    licence: licence.schema.nullable(),
    version: version.schema.nullable(),
    precision: precision.schema.nullable(),
    profile: profile.schema.nullable(),
    undefinedReason: undefinedReason.schema.nullable(),
    citation: citation.schema.nullable(),
    provenance: provenance.schema.nullable(),
  })
  .partial();

/**
 * Checks what a config file says of a model: an object with any of the names of {@link ModelMetadata}, each as in JSON, so
 * that `output` is `"scalar"` or `{ "distribution": [1, 2, 3] }`.
 *
 * Whether the fields of `input` go together is checked once they have completed the file's: {@link parseModelMetadata}.
 *
 * @throws FrameSieveError `config` that names each field which is wrong, says what is expected, and shows how to write it.
 */
export function parseMetadataOverride(value: unknown): ModelMetadataOverride {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const names = new Set(result.error.issues.map(({ path }) => path[0]));
  const examples = Object.entries(metadataEntries)
    .filter(([name]) => names.has(name))
    .map(([name, { example }]) => `${name}: ${example}`);
  throw new FrameSieveError({
    code: 'config',
    message: `What is said of the model is wrong: ${describeIssues(result.error)}.`,
    hint:
      examples.length > 0
        ? `Write for example: ${examples.join('; ')}`
        : `Give an object with any of ${Object.keys(metadataEntries).join(', ')}.`,
    cause: result.error,
  });
}
