import { z } from 'zod';

/** What a key takes, in the words of error messages and of the documentation. */
export const expectations = z.registry<{ readonly expected: string }>();

/**
 * Describes a key of the config.
 *
 * @param expected what it takes, as error messages say it.
 * @param description what it does, as the documentation says it.
 */
export function key<Schema extends z.ZodType>(schema: Schema, expected: string, description: string): Schema {
  const described = schema.describe(description);
  expectations.add(described, { expected });
  return described;
}

/** An id of a decoder or metric. */
export const id = z.string().min(1);
