import { z } from 'zod';
import { commonFields, errorSchema } from '../json-document.ts';

const fileSchema = z.strictObject({
  name: z.string(),
  url: z
    .string()
    .nullable()
    .describe('Where it was fetched from; `null` for a file that was given, or was there already.'),
  bytes: z.int().nullable().describe('`null` when not known.'),
  sha256: z.string().nullable().describe('`null` when its publisher states none.'),
});

/** What a model's file says of itself. */
const detailsSchema = z.strictObject({
  input: z
    .looseObject({})
    .describe('How pictures are handed to it: colour order, layout, range, resize policy, sizes.'),
  output: z.union([z.literal('scalar'), z.strictObject({ distribution: z.array(z.number()) })]),
  profile: z.string().nullable(),
  precision: z.string(),
  version: z.string().nullable(),
  source: z.string().nullable(),
  undefinedReason: z.string().nullable().describe('When it has no score for a picture.'),
  provenance: z.unknown().describe('What it was made from, where the file tells.'),
  opset: z.int(),
  operators: z.array(z.string()),
});

const checkSchema = z.strictObject({
  name: z.enum(['checksum', 'self-test']),
  passed: z.boolean().nullable().describe('`null` where there is nothing to compare with.'),
  detail: z.string(),
});

const pictureSchema = z.strictObject({
  name: z.string(),
  samples: z.int().describe('Patches that were taken of it.'),
  leftOut: z.string().nullable().describe('Why none was.'),
});

const modelSchema = z.strictObject({
  id: z.string(),
  state: z
    .enum(['bundled', 'installed', 'missing'])
    .describe('`bundled` with its plugin; `installed` here; `missing`: known, and to be pulled or imported.'),
  summary: z.string().nullable(),
  direction: z.enum(['higher', 'lower']).nullable().describe('Which score is the better one.'),
  range: z.tuple([z.number().nullable(), z.number().nullable()]).nullable(),
  licence: z.string().nullable(),
  citation: z.string().nullable(),
  homepage: z.string().nullable(),
  file: z.string().nullable(),
  bytes: z.int().nullable(),
  sha256: z.string().nullable(),
  how: z.enum(['pull', 'import', 'fit']).nullable().describe('How it was installed.'),
  installedAt: z.string().nullable(),
  sources: z.array(fileSchema).describe('The files that it is made from.'),
  error: errorSchema,
  details: detailsSchema.optional().describe('In documents of `models info`.'),
  notes: z.array(z.string()).optional().describe('In documents of `models pull`, `import` and `fit`.'),
  unchanged: z.boolean().optional().describe('Whether the very same model was installed already.'),
  pictures: z.array(pictureSchema).optional().describe('In documents of `models fit`.'),
  checks: z.array(checkSchema).optional().describe('In documents of `models verify`.'),
});

/** The document of the `models` commands. */
export const modelsSchema = z.strictObject({
  ...commonFields,
  command: z.enum([
    'models list',
    'models info',
    'models pull',
    'models import',
    'models fit',
    'models verify',
  ]),
  folder: z.string().nullable().describe('Where installed models lie.'),
  models: z.array(modelSchema),
});

/** The document of a `models` command. */
export type ModelsDocument = z.infer<typeof modelsSchema>;

/** A model in such a document. */
export type ModelReport = ModelsDocument['models'][number];
