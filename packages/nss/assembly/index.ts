// The functions that do the work on a row are exported because what is exported is not inlined: within a larger function, compilers
// run out of registers.
export { filterRowDouble, normaliseRowDouble, widenSamples } from './double-window-rows';
export { halveAsMatlab, sumColumns, sumRow } from './half-size';
export { centreHalfSamples, normaliseHalfRow } from './half-window-rows';
export { loadLevels, loadLevelsAsOpencv } from './load-row';
export { lumaOfGrey, lumaOfRgbPlanes } from './luma-of-planes';
export { lumaOfRgbAsMatlab, lumaOfRgbAsOpencv } from './luma-of-rgb';
export { lumaOfYuv } from './luma-of-yuv';
export { blendRows, halveAsOpencv, halveEvenRow } from './opencv-half-size';
export { filterRowAsOpencv, normaliseRowAsOpencv } from './opencv-window-rows';
export { addRow, addRows } from './product-sums';
export { measureScale, workBytes } from './scale';
export { countRow, countRows, signBits } from './sign-bits';
export { filterRow, normaliseRow } from './window-rows';
