import { preparedSize, type Size } from './fit-plan.ts';
import type { ModelInput } from './model-input.ts';

/** Size that a model's input is fixed to; `null` for a side that is open. */
export interface FixedSize {
  readonly width: number | null;
  readonly height: number | null;
}

/**
 * Says why a picture of this size can't be given to the model; `null` when it can. What counts is the size that it has
 * after the resize policy.
 */
export function sizeProblem(size: Size, input: ModelInput, fixed: FixedSize): string | null {
  const { resize, minimumSize, sizeMultiple } = input;
  if (!(size.width >= 1 && size.height >= 1))
    return `The picture is ${size.width}×${size.height} pixels: there is nothing to score.`;
  const { width, height } = preparedSize(size, resize);
  const is = `The picture is ${size.width}×${size.height} pixels${resize === 'none' ? '' : `, resized ${width}×${height}`}`;
  const [minimumWidth, minimumHeight] = minimumSize;
  if (width < minimumWidth || height < minimumHeight) {
    return `${is}; the metric needs at least ${minimumWidth}×${minimumHeight}.`;
  }
  if (width % sizeMultiple !== 0 || height % sizeMultiple !== 0) {
    return `${is}; the metric needs multiples of ${sizeMultiple}.`;
  }
  if ((fixed.width ?? width) !== width || (fixed.height ?? height) !== height) {
    return `${is}; the model takes ${fixed.width ?? 'any'}×${fixed.height ?? 'any'} only.`;
  }
  return null;
}
