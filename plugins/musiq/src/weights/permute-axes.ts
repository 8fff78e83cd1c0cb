/**
 * Reorders the axes of a row-major array: axis i of the result is axis `axes[i]` of the input.
 *
 * @returns a new array; the input itself where the order stays as it is.
 */
export function permuteAxes(
  values: Float32Array,
  shape: readonly number[],
  axes: readonly number[],
): Float32Array {
  if (axes.every((axis, i) => axis === i)) return values;
  const strides = shape.map((_, axis) => product(shape.slice(axis + 1)));
  const lengths = axes.map(axis => shape[axis]!);
  const steps = axes.map(axis => strides[axis]!);
  const inner = lengths.pop()!;
  const innerStep = steps.pop()!;
  const result = new Float32Array(values.length);
  const index = lengths.map(() => 0);
  let from = 0;
  for (let to = 0; to < values.length; to += inner) {
    for (let i = 0; i < inner; i++) result[to + i] = values[from + i * innerStep]!;
    for (let axis = lengths.length - 1; axis >= 0; axis--) {
      from += steps[axis]!;
      index[axis]! += 1;
      if (index[axis]! < lengths[axis]!) break;
      from -= steps[axis]! * lengths[axis]!;
      index[axis] = 0;
    }
  }
  return result;
}

/** The product of lengths: how many values a shape has. */
function product(lengths: readonly number[]): number {
  return lengths.reduce((total, length) => total * length, 1);
}
