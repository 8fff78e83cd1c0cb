import { z } from 'zod';
import { commonFields } from '../json-document.ts';

/** The document of `view`. */
export const viewSchema = z.strictObject({
  ...commonFields,
  command: z.literal('view'),
  url: z
    .string()
    .nullable()
    .describe(
      'Address of the page, which is served until the command is interrupted; `null` when it is not.',
    ),
});

/** Where the page is: the same as the `--json` document. */
export type ViewDocument = z.infer<typeof viewSchema>;
