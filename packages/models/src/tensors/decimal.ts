import { BadFile, shown } from './bad-file.ts';

/**
 * Reads a number as C prints it.
 *
 * @param what where it stands, for the message, e.g. `feature 3`.
 * @throws BadFile when it is none, or not finite.
 */
export function parseDecimal(text: string, what: string): number {
  // The length is bounded because the expression takes quadratic time for what does not match.
  const value =
    text.length <= 64 && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(value)) return value;
  throw new BadFile(`has "${shown(text)}" for ${what}, which is not a finite number`);
}
