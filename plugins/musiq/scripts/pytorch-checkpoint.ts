import type { TensorToWrite } from '@framesieve/testkit/tensor-files';
import { type CheckpointSizes, count, flaxCheckpoint, target } from './random-checkpoint.ts';

/** The same network as the PyTorch port's file holds it: other names, channels first, matrices turned. */
export function pytorchCheckpoint(sizes: CheckpointSizes): readonly TensorToWrite[] {
  return flaxCheckpoint(sizes).map(({ name, shape, values }) => {
    const dense = (from: number, to: number): Omit<TensorToWrite, 'name'> => ({
      shape: [to, from],
      values: () => turned(valuesOf(values), from, to),
    });
    const pytorchName = renamed(name.slice(target.length), sizes.classes);
    const [first, ...rest] = shape;
    if (!name.endsWith('/kernel')) return { name: pytorchName, shape: pytorchShape(name, shape), values };
    if (name.includes('conv')) {
      const [height, width, from, to] = shape as [number, number, number, number];
      // [height · width, in, out] → [out, in, height · width], in two turns.
      const outFirst = () => turned(valuesOf(values), height * width * from, to);
      const inFirst = (kernel: ArrayLike<number>) => turned(kernel, height * width, from);
      return {
        name: pytorchName,
        shape: [to, from, height, width],
        values: () => perKernel(outFirst(), to, inFirst),
      };
    }
    const last = shape.at(-1)!;
    return {
      name: pytorchName,
      ...(/(query|key|value)\/kernel$/.test(name)
        ? dense(first!, count(rest))
        : dense(count(shape) / last, last)),
    };
  });
}

function valuesOf(values: TensorToWrite['values']): ArrayLike<number> {
  return typeof values === 'function' ? values() : values;
}

function perKernel(
  kernels: Float32Array,
  channels: number,
  change: (kernel: Float32Array) => Float32Array,
): Float32Array {
  const size = kernels.length / channels;
  const result = new Float32Array(kernels.length);
  for (let start = 0; start < kernels.length; start += size)
    result.set(change(kernels.subarray(start, start + size)), start);
  return result;
}

/** The transpose of a matrix with `rows` rows. */
function turned(values: ArrayLike<number>, rows: number, columns: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      result[column * rows + row] = values[row * columns + column]!;
  return result;
}

function pytorchShape(name: string, shape: readonly number[]): readonly number[] {
  if (/\/cls$|pos_embedding$/.test(name)) return shape;
  if (name.endsWith('scale_embedding')) return shape.slice(1);
  return [count(shape)];
}

const names: readonly (readonly [RegExp, string])[] = [
  [/^block1\/unit1\//, 'block1/'],
  [/^Transformer\/(encoderblock_\d+)/, 'transformer_encoder/transformer/$1'],
  [/^Transformer/, 'transformer_encoder'],
  [/pos_embedding$/, 'position_emb'],
  [/scale_embedding$/, 'scale_emb'],
  [/LayerNorm_0/, 'norm1'],
  [/LayerNorm_2/, 'norm2'],
  [/MultiHeadDotProductAttention_1/, 'attention'],
  [/MlpBlock_3\/Dense_0/, 'mlp/fc1'],
  [/MlpBlock_3\/Dense_1/, 'mlp/fc2'],
  [/\/(kernel|scale)$/, '/weight'],
];

function renamed(name: string, classes: number): string {
  const changed = names.reduce((text, [from, to]) => text.replace(from, to), name).replaceAll('/', '.');
  return classes > 1 ? changed.replace(/^head\./, 'head.0.') : changed;
}
