import { z } from 'zod';
import { inputSchema } from './model-input.ts';
import type { CompleteModelMetadata, ModelOutput } from './model-metadata.ts';

/** What an entry of the metadata takes. */
export interface MetadataEntry<Value> {
  /** Its key in `metadata_props`. */
  readonly key: string;
  readonly schema: z.ZodType<Value>;
  /** Whether the entry's text is JSON. */
  readonly json: boolean;
  /** How it may be written in a model file. */
  readonly example: string;
}

const text = (key: string, example: string): MetadataEntry<string> => ({
  key,
  schema: z.string().min(1),
  json: false,
  example,
});

const output: z.ZodType<ModelOutput> = z
  .union([z.literal('scalar'), z.strictObject({ distribution: z.array(z.number()).min(2) })], {
    error: 'expected "scalar", or "distribution" with at least two numbers',
  })
  .transform(value =>
    value === 'scalar'
      ? { kind: 'scalar' as const }
      : { kind: 'distribution' as const, values: value.distribution },
  );

/** All entries, in the order in which they are written. */
export const metadataEntries: {
  readonly [Name in keyof CompleteModelMetadata]: MetadataEntry<NonNullable<CompleteModelMetadata[Name]>>;
} = {
  metric: {
    key: 'framesieve.metric',
    schema: z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/, {
      error: 'expected `family/parameters` in lower-case letters, digits and hyphens',
    }),
    json: false,
    example: 'sharpness/laplacian',
  },
  direction: {
    key: 'framesieve.direction',
    schema: z.enum(['higher', 'lower']),
    json: false,
    example: 'higher',
  },
  range: {
    key: 'framesieve.range',
    schema: z
      .tuple([z.number().nullable(), z.number().nullable()])
      .refine(([low, high]) => low === null || high === null || low < high, {
        error: 'the first number has to be lower than the second',
      }),
    json: true,
    example: '[0,100]',
  },
  input: {
    key: 'framesieve.input',
    schema: inputSchema,
    json: true,
    example: '{"layout":"NCHW","dtype":"float32","valueRange":[0,1]}',
  },
  output: {
    key: 'framesieve.output',
    schema: output,
    json: true,
    example: '"scalar" or {"distribution":[1,2,3,4,5]}',
  },
  source: text('framesieve.source', 'https://example.org/model'),
  licence: text('framesieve.licence', 'Apache-2.0'),
  version: text('framesieve.version', '1.0.0'),
  precision: {
    key: 'framesieve.precision',
    schema: z.enum(['float32', 'float16']),
    json: false,
    example: 'float32',
  },
  profile: text('framesieve.profile', 'single-scale'),
  kernel: text('framesieve.kernel', 'nss/niqe@1'),
  batch: {
    key: 'framesieve.batch',
    schema: z.strictObject({ memoryFactor: z.number().positive(), cpu: z.int().min(1).default(1) }),
    json: true,
    example: '{"memoryFactor":80,"cpu":1}',
  },
  undefinedReason: text('framesieve.undefined', 'The picture has no texture to measure.'),
  citation: text('framesieve.citation', 'A. Author, "A metric", Journal 1(2), 2020'),
  provenance: text('framesieve.provenance', '{"files":["weights.bin"]}'),
};

/** The issues of a value that a schema refuses, as one sentence without its end. */
export function describeIssues(error: z.ZodError): string {
  return error.issues
    .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
    .join('; ');
}
