import { z } from 'zod';
import { configSchema } from './schema.ts';

/** The config's JSON Schema (draft 2020-12), for editors; published as `@framesieve/core/config.schema.json`. */
export function configJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(configSchema, { io: 'input' });
  // An editor may ask for the key by which a file names its schema.
  const properties = { $schema: { type: 'string' }, ...(schema.properties as object) };
  return { $schema, title: 'FrameSieve config', ...schema, properties };
}
