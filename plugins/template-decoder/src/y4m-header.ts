import {
  type ChromaLocation,
  type ColorDescription,
  type PixelFormat,
  parsePixelFormat,
  type Rational,
  unknownColor,
} from '@framesieve/core';

/** The first line of a YUV4MPEG2 file. */
export interface Y4mHeader {
  readonly width: number;
  readonly height: number;
  readonly pixelFormat: PixelFormat;
  readonly color: ColorDescription;
  readonly frameRate: Rational;
  /** 1/1 when the file doesn't say. */
  readonly pixelAspect: Rational;
  /** `progressive` also when the file doesn't say; `mixed` says it with each frame. */
  readonly interlacing: 'progressive' | 'top-first' | 'bottom-first' | 'mixed';
}

const chromaLocations: Readonly<Record<string, ChromaLocation>> = {
  '420': 'center',
  '420jpeg': 'center',
  '420mpeg2': 'left',
  '420paldv': 'topleft',
};

const interlacings: Readonly<Record<string, Y4mHeader['interlacing']>> = {
  p: 'progressive',
  '?': 'progressive',
  t: 'top-first',
  b: 'bottom-first',
  m: 'mixed',
};

/**
 * Reads `YUV4MPEG2 W640 H480 F25:1 Ip A1:1 C420jpeg XCOLORRANGE=LIMITED`, described in yuv4mpeg(5) of the MJPEG tools.
 *
 * @returns `null` when size or frame rate are missing, or the colour space is not known here.
 */
export function parseStreamHeader(line: string): Y4mHeader | null {
  const fields = new Map<string, string>();
  let range: ColorDescription['range'] = 'unknown';
  for (const word of line.split(' ').slice(1)) {
    if (word === 'XCOLORRANGE=FULL') range = 'full';
    else if (word === 'XCOLORRANGE=LIMITED') range = 'limited';
    else if (!word.startsWith('X')) fields.set(word.slice(0, 1), word.slice(1));
  }
  const width = Number(fields.get('W'));
  const height = Number(fields.get('H'));
  const frameRate = parseRatio(fields.get('F'));
  const space = fields.get('C') ?? '420jpeg';
  const pixelFormat = parseColorSpace(space);
  if (!(Number.isInteger(width) && width > 0 && Number.isInteger(height) && height > 0)) return null;
  if (!frameRate || !pixelFormat) return null;
  const chromaLocation = chromaLocations[space] ?? 'unknown';
  return {
    width,
    height,
    pixelFormat,
    color: { ...unknownColor, range, chromaLocation },
    frameRate,
    pixelAspect: parseRatio(fields.get('A')) ?? { numerator: 1, denominator: 1 },
    interlacing: interlacings[fields.get('I') ?? '?'] ?? 'progressive',
  };
}

/** `420jpeg`, `422`, `444p10`, `444alpha`, `mono`, `mono16` … */
function parseColorSpace(space: string): PixelFormat | null {
  if (space === '444alpha') return parsePixelFormat('yuva444p');
  const [, kind, , depth] =
    /^(mono|420|422|444|411|440)(jpeg|mpeg2|paldv)?(?:p?(9|10|12|14|16))?$/.exec(space) ?? [];
  if (kind === undefined) return null;
  const base = kind === 'mono' ? 'gray' : `yuv${kind}p`;
  return parsePixelFormat(depth === undefined ? base : `${base}${depth}le`);
}

function parseRatio(text: string | undefined): Rational | null {
  const [numerator, denominator] = text?.split(':').map(Number) ?? [];
  if (!Number.isInteger(numerator) || !Number.isInteger(denominator)) return null;
  return numerator! > 0 && denominator! > 0 ? { numerator: numerator!, denominator: denominator! } : null;
}
