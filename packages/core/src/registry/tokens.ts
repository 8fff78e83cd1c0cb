import type { InjectionToken } from 'tsyringe';

/** A container token that remembers the type of what it stands for. */
export type Token<T> = InjectionToken<T> & { readonly type?: T };

/** Makes a typed token; the name shows in the container's errors. */
export function token<T>(name: string): Token<T> {
  return Symbol.for(`framesieve.${name}`) as Token<T>;
}
