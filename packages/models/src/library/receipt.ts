import { z } from 'zod';

/** What is noted beside an installed model: where it comes from, and how to tell that it is still what it was. */
const receiptSchema = z.object({
  version: z.literal(1),
  id: z.string(),
  /** SHA-256 of the ONNX file. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  how: z.enum(['pull', 'import', 'fit']),
  /** ISO 8601, UTC. */
  installedAt: z.string(),
  /** The files that it was made from. */
  files: z.array(
    z.object({
      name: z.string(),
      url: z.string().nullable(),
      bytes: z.int(),
      sha256: z.string(),
    }),
  ),
  /** What the conversion was told: `null` for whatever suits the files. */
  profile: z.string().nullable(),
  precision: z.string(),
  /** Scores of the self-test pictures when it was installed; `null` where it has none. */
  selfTest: z.array(z.number().nullable()),
});

/** What is noted beside an installed model. */
export type Receipt = z.infer<typeof receiptSchema>;

/** Reads a receipt; `null` when it is not one. */
export function parseReceipt(text: string): Receipt | null {
  try {
    return receiptSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
