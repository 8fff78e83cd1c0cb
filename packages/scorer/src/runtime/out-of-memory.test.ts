import { expect, it } from 'vitest';
import { isOutOfMemory } from './out-of-memory.ts';

it.each([
  "Non-zero status code returned while running Expand node. Name:'n' Status Message: bfc_arena.cc:376 void* AllocateRawInternal(size_t, bool, Stream*) Failed to allocate memory for requested buffer of size 1125899906842624",
  'std::bad_alloc',
  'bad allocation: bad_alloc',
  'CUDA failure 2: out of memory ; GPU=0 ; hostname=x ; file=cuda_allocator.cc ; expr=cudaMalloc((void**)&p, size);',
  'CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED ; GPU=0',
  'CUDNN failure 4: CUDNN_STATUS_ALLOC_FAILED ; GPU=0',
  'Exception during initialization: Exception(1) tid(1) 8007000E Not enough memory resources are available to complete this operation.',
])('knows %s', message => {
  expect(isOutOfMemory(message)).toBe(true);
});

it.each([
  'Got invalid dimensions for input: x for the following indices',
  'CUDA failure 700: an illegal memory access was encountered ; GPU=0',
  'CUDNN_STATUS_EXECUTION_FAILED',
])('does not take %s for it', message => {
  expect(isOutOfMemory(message)).toBe(false);
});
