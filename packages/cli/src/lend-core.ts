import { registerHooks } from 'node:module';

/**
 * Lets config files and plugins import `@framesieve/core` and its fellows where none is installed beside them, e.g.
 * when the command is installed globally: they then get the command's own, so that there is one copy of the contracts.
 * For the command's process only.
 */
export function lendCore(): void {
  registerHooks({
    resolve(specifier, context, next) {
      try {
        return next(specifier, context);
      } catch (error) {
        if (!specifier.startsWith('@framesieve/')) throw error;
        return next(specifier, { ...context, parentURL: import.meta.url });
      }
    },
  });
}
