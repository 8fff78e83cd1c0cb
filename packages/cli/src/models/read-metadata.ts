import { FrameSieveError } from '@framesieve/core';
import { type ModelMetadataOverride, parseMetadataOverride } from '@framesieve/models';

/** What `--direction` and `--metadata` say of an ONNX file; the first goes before the second. */
export function readMetadata(values: Readonly<Record<string, unknown>>): ModelMetadataOverride {
  const { direction, metadata } = values;
  const given = metadata === undefined ? {} : parseMetadataOverride(parseJson(String(metadata)));
  return direction === undefined ? given : { ...given, ...parseMetadataOverride({ direction }) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FrameSieveError({
      code: 'usage',
      message: `--metadata: expected a JSON object, found "${text}".`,
      hint: 'Quote it for the shell, e.g. --metadata \'{"range":[0,100]}\'.',
      cause,
    });
  }
}
