import type { ModelInput, ResizePolicy } from './model-input.ts';

/** Size of a picture in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What a policy does with pictures of one size: scale them, and look at the result through a window. */
export interface Fit {
  readonly scaled: Size;
  readonly window: Size;
  /** Where the window's corner lies in the scaled picture; negative where there is padding before it. */
  readonly left: number;
  readonly top: number;
}

/** The size in which a picture reaches the model. */
export function preparedSize(size: Size, resize: ModelInput['resize']): Size {
  return resize === 'none' ? size : planFit(size, resize).window;
}

/** Plans what a policy does with pictures of a size. */
export function planFit(size: Size, policy: ResizePolicy): Fit {
  const scaled = scaledSize(size, policy);
  const window = windowSize(scaled, policy);
  return {
    scaled,
    window,
    left: halfOf(scaled.width - window.width),
    top: halfOf(scaled.height - window.height),
  };
}

function windowSize(scaled: Size, policy: ResizePolicy): Size {
  if ('fit' in policy) return { width: policy.width, height: policy.height };
  return policy.crop ? { width: policy.crop[0], height: policy.crop[1] } : scaled;
}

function scaledSize({ width, height }: Size, policy: ResizePolicy): Size {
  if ('shorterSide' in policy) {
    const { shorterSide } = policy;
    return width <= height
      ? { width: shorterSide, height: Math.floor((shorterSide * height) / width) }
      : { width: Math.floor((shorterSide * width) / height), height: shorterSide };
  }
  if (policy.fit === 'stretch') return { width: policy.width, height: policy.height };
  const horizontal = policy.width / width;
  const vertical = policy.height / height;
  const factor = policy.fit === 'cover' ? Math.max(horizontal, vertical) : Math.min(horizontal, vertical);
  const side = (length: number) => Math.max(1, Math.round(length * factor));
  return { width: side(width), height: side(height) };
}

/** Half of a whole number, rounded to the even one of two. */
function halfOf(difference: number): number {
  const half = Math.floor(difference / 2);
  return difference % 2 === 0 || half % 2 === 0 ? half : half + 1;
}
