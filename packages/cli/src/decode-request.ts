import type { DecodeRequest } from '@framesieve/core';
import { pixelsOf } from '@framesieve/core/config';
import type { Settings } from './settings.ts';

/** What the decode stage is asked for, as the settings say. */
export function decodeRequest(path: string, { config }: Settings): DecodeRequest {
  const { stream, protocols, stallTimeout } = config;
  return {
    path,
    stream,
    decoder: null,
    pixels: pixelsOf(config),
    ...(protocols !== null && { protocols }),
    ...(stallTimeout !== null && { stallSeconds: stallTimeout }),
  };
}
