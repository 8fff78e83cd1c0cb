/** What threads that work on samples need of this package, and nothing else: each thread loads its modules anew. */
export { codeRange } from './code-range.ts';
export { FrameSieveError } from './errors.ts';
export { resolveColor } from './resolve-color.ts';
export { yuvMatrix } from './yuv-matrix.ts';
