import { readFileSync } from 'node:fs';

/** The plugin of `luma.ts` as a text, to be written where a command finds it. */
export const lumaPlugin = readFileSync(new URL('luma.ts', import.meta.url), 'utf8');
