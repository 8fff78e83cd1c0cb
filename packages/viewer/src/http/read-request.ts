import type { Context } from 'hono';
import { z } from 'zod';
import { RequestError } from './failure.ts';

const mostBodyBytes = 1_000_000;

/** A whole number of at least 0, as a part of an address. */
export const wholeNumber = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);

/** A number, as a parameter of an address. */
export const decimal = z.string().transform((text, context) => {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value)) return value;
  context.addIssue({ code: 'custom', message: 'expected a number' });
  return z.NEVER;
});

/**
 * A whole number in the path of a request, e.g. the id of a decode.
 *
 * @throws RequestError 404 for anything else.
 */
export function idIn(context: Context, name: string): number {
  const { success, data } = wholeNumber.safeParse(context.req.param(name));
  if (success) return data;
  throw new RequestError(404, `There is no such ${name}.`);
}

/** @throws RequestError 400 that names what doesn't fit. */
export function readQuery<Schema extends z.ZodType>(context: Context, schema: Schema): z.output<Schema> {
  return checked(context.req.query(), schema);
}

/** @throws RequestError 400 that names what doesn't fit, 413 for more than a megabyte, 415 for what is not JSON. */
export async function readBody<Schema extends z.ZodType>(
  context: Context,
  schema: Schema,
): Promise<z.output<Schema>> {
  const type = context.req.header('content-type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type))
    throw new RequestError(415, 'Expected JSON.', 'Send `Content-Type: application/json`.');
  return checked(parse(await readText(context.req.raw)), schema);
}

/** Reads a body, and no more of it than it may have. */
async function readText({ body }: Request): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > mostBodyBytes) throw new RequestError(413, 'The body of the request is too large.');
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RequestError(400, 'The body of the request is no JSON.');
  }
}

function checked<Schema extends z.ZodType>(value: unknown, schema: Schema): z.output<Schema> {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const [issue] = error.issues;
  const where = issue?.path.join('.');
  throw new RequestError(400, `${where ? `\`${where}\`: ` : ''}${issue?.message ?? 'It does not fit.'}`);
}
