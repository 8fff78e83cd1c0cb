import { FrameSieveError } from '@framesieve/core';

/** The message of the `model-invalid` that `work` ends in; throws what else it throws, and if it ends well. */
export async function refusal(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (FrameSieveError.isInstance(error) && error.code === 'model-invalid' && error.hint)
      return error.message;
    throw error;
  }
  throw new Error('It was not refused.');
}
