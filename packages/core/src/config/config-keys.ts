import { z } from 'zod';
import { configSchema } from './schema.ts';
import { expectations } from './schema-key.ts';

/** One key of the config, as error messages and the documentation show it. */
export interface ConfigKey {
  /** With dots between levels, e.g. `select.minGapSeconds`. */
  readonly path: string;
  /** What it takes, e.g. `a whole number of at least 1`. */
  readonly expected: string;
  readonly description: string;
  /** The value when it is absent. */
  readonly defaultValue: unknown;
  /** Whether it is an object of further keys. */
  readonly isGroup: boolean;
}

/** Every key of the config, groups before what is in them. */
export function configKeys(): readonly ConfigKey[] {
  return keysOf(configSchema, '');
}

function keysOf(schema: z.ZodType, prefix: string): readonly ConfigKey[] {
  const group = objectIn(schema);
  if (!group) return [];
  return Object.entries(group.shape).flatMap(([name, member]) => {
    const path = `${prefix}${name}`;
    const type = member as z.ZodType;
    const key: ConfigKey = {
      path,
      expected: expectations.get(type)?.expected ?? 'a value',
      description: type.description ?? '',
      defaultValue: type.safeParse(undefined).data,
      isGroup: objectIn(type) !== null,
    };
    return [key, ...keysOf(type, `${path}.`)];
  });
}

/** The object type behind defaults and unions. */
function objectIn(schema: z.ZodType): z.ZodObject | null {
  if (schema instanceof z.ZodObject) return schema;
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return objectIn(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodUnion) {
    for (const option of schema.options) {
      const found = objectIn(option as z.ZodType);
      if (found) return found;
    }
  }
  return null;
}
