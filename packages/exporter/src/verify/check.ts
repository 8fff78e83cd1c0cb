/** What one check of a still came to. */
export type Check =
  | { readonly result: 'ok'; readonly message: null }
  /** `message`: what is wrong, or why it could not be checked; it reads on after the name of the still. */
  | { readonly result: 'failed' | 'not-checked'; readonly message: string };

/** It is as it should be. */
export const passed: Check = { result: 'ok', message: null };

/** It is not as it should be. */
export function failed(message: string): Check {
  return { result: 'failed', message };
}

/** It could not be found out. */
export function notChecked(message: string): Check {
  return { result: 'not-checked', message };
}
