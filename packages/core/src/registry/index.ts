export { Registry } from './registry.ts';
export { type Token, token } from './tokens.ts';
