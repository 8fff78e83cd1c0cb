import { fillLevelEdges } from './levels';
import { LumaPlan } from './luma-plan';

/** Fills the plane of luma from interleaved R, G, B of 8 bits, as MATLAB's `rgb2gray`: in float64, so that halves are the same ones. */
export function lumaOfRgbAsMatlab(plan: LumaPlan): void {
  for (let y = 0; y < plan.height; y++) {
    const target = plan.target + y * plan.targetStride;
    const row = plan.first + y * plan.stride;
    for (let x = 0; x < plan.width; x++) {
      const at = row + x * 3;
      const sum =
        (load<u8>(at) as f64) * 0.298936021293775 +
        (load<u8>(at, 1) as f64) * 0.587043074451121 +
        (load<u8>(at, 2) as f64) * 0.114020904255103;
      store<u8>(target + x, (sum + 0.5) as i32);
    }
    fillLevelEdges(plan, target);
  }
}

/** The same as OpenCV does it, with weights of 15 bits. */
export function lumaOfRgbAsOpencv(plan: LumaPlan): void {
  for (let y = 0; y < plan.height; y++) {
    const target = plan.target + y * plan.targetStride;
    const row = plan.first + y * plan.stride;
    for (let x = 0; x < plan.width; x++) {
      const at = row + x * 3;
      const sum =
        (load<u8>(at) as i32) * 9798 + (load<u8>(at, 1) as i32) * 19235 + (load<u8>(at, 2) as i32) * 3735;
      store<u8>(target + x, (sum + 16384) >> 15);
    }
    fillLevelEdges(plan, target);
  }
}
