// What the runtime says: its allocators, C++'s (of GCC and Clang, of MSVC), CUDA and its libraries, DirectML, WebGPU.
const signs = [
  /failed to allocate memory/i,
  /bad[_ ]alloc/i,
  /out of memory/i,
  /(CUBLAS|CUDNN|CUSOLVER|CUSPARSE)_STATUS_ALLOC_FAILED/,
  /8007000E/i,
  /not enough memory/i,
];

/** Whether an error of the runtime, by its message, means that memory was not enough, be it the machine's or a GPU's. */
export function isOutOfMemory(message: string): boolean {
  return signs.some(sign => sign.test(message));
}
