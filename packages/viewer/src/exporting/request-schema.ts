import { z } from 'zod';
import type { ExportRequest } from '../api/export.ts';

/** What an export is asked for with. */
export const exportSchema = z.strictObject({
  selection: z.string().max(100),
  format: z.enum(['png', 'jpg', 'webp', 'avif']),
  quality: z.int().min(1).max(100).nullable(),
  template: z.string().min(1).max(1000),
  maxSize: z.int().min(1).nullable(),
  overwrite: z.boolean(),
  crop: z.boolean(),
}) satisfies z.ZodType<ExportRequest>;
