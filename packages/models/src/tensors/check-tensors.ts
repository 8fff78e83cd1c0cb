import { BadFile, nameFile, shown } from './bad-file.ts';
import { formatShape } from './npy.ts';
import type { TensorFile, TensorInfo, TensorType } from './tensor-file.ts';

const listed = 8;
const floatingPoint: ReadonlySet<TensorType> = new Set(['float16', 'bfloat16', 'float32', 'float64']);

/** How strictly tensors are compared with what is expected. */
export interface TensorExpectations {
  /** Which tensors may be there besides those expected; default none. */
  readonly ignore?: (name: string) => boolean;
}

/**
 * Checks that a file has these tensors, of these shapes (`null` stands for any length) and of a floating-point type that
 * can be read, and no others.
 *
 * @throws FrameSieveError `model-invalid`, naming all that are missing, not expected, or of a wrong shape or type.
 */
export function expectTensors(
  file: Pick<TensorFile, 'path' | 'tensors'>,
  expected: ReadonlyMap<string, readonly (number | null)[]>,
  { ignore = () => false }: TensorExpectations = {},
): void {
  const missing = [...expected.keys()].filter(name => !file.tensors.has(name));
  const extra = [...file.tensors.keys()].filter(name => !expected.has(name) && !ignore(name));
  const shapes: string[] = [];
  const types: string[] = [];
  for (const [name, shape] of expected) {
    const tensor = file.tensors.get(name);
    if (!tensor) continue;
    if (!hasShape(tensor, shape))
      shapes.push(`${shown(name)} is ${formatShape(tensor.shape)} instead of ${formatExpected(shape)}`);
    if (!floatingPoint.has(tensor.type))
      types.push(
        `${shown(name)} is ${tensor.type === 'other' ? 'of a type that is not known here' : tensor.type}`,
      );
  }
  const faults = [
    list('missing', missing.map(shown)),
    list('not expected', extra.map(shown)),
    list('of another shape', shapes),
    list('not floating-point numbers', types),
  ].filter(fault => fault !== null);
  if (faults.length === 0) return;
  throw nameFile(
    file.path,
    new BadFile(`does not hold the tensors that are expected: ${faults.join('; ')}`, {
      hint: 'Check that the file belongs to this metric, and to the variant that was asked for.',
    }),
  );
}

function hasShape({ shape }: TensorInfo, expected: readonly (number | null)[]): boolean {
  return (
    shape.length === expected.length &&
    expected.every((length, axis) => length === null || length === shape[axis])
  );
}

function formatExpected(shape: readonly (number | null)[]): string {
  return `[${shape.map(length => length ?? 'any').join(', ')}]`;
}

function list(what: string, items: readonly string[]): string | null {
  if (items.length === 0) return null;
  const more = items.length - listed;
  return `${what}: ${items.slice(0, listed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
