import { z } from 'zod';
import { commonFields } from '../json-document.ts';

const result = z.enum(['ok', 'failed', 'not-checked']);

const stillSchema = z.strictObject({
  file: z.string().describe('Name in the folder of the manifest.'),
  frame: z.int(),
  status: z.enum(['ok', 'failed']).describe('`failed` when one of the checks did.'),
  checks: z.strictObject({
    file: result.describe('It is there, has the SHA-256 that the manifest states, and decodes.'),
    database: result.describe('The database has the same frame, timestamp, fingerprint and scores.'),
    source: result.describe(
      'The source is the same video, and its frame, read again, the one that was scored.',
    ),
    pixels: result.describe('Its pixels are those that are made of the frame again.'),
  }),
  problem: z.string().nullable().describe('What is wrong with it.'),
});

/** The document of `verify`. */
export const verifySchema = z.strictObject({
  ...commonFields,
  command: z.literal('verify'),
  manifest: z.string().nullable().describe('Path of the manifest.'),
  database: z.string().nullable().describe('The database that was looked into; `null` for none.'),
  stills: z.array(stillSchema),
});

/** What verifying came to. */
export type VerifyDocument = z.infer<typeof verifySchema>;
/** What was found of one still. */
export type VerifiedStill = VerifyDocument['stills'][number];
