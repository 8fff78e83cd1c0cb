import type { ColorDescription, Rational } from '@framesieve/core';
import { type ColorNames, describeColor, isChromaLocation } from './color-names.ts';
import { DumpedTags } from './dumped-tags.ts';

/** A video stream as ffmpeg prints it when it opens a file. */
export interface DumpedStream {
  readonly index: number;
  readonly codec: string;
  readonly pixelFormat: string | null;
  readonly color: ColorDescription;
  /** 0 when not known. */
  readonly width: number;
  readonly height: number;
  readonly pixelAspect: Rational;
  /** As printed: rounded to two decimals. */
  readonly frameRate: Rational | null;
  readonly isDefault: boolean;
  readonly attachedPicture: boolean;
  /**
   * Degrees by which the stream's display matrix turns it counterclockwise; `null` when it has none. A mirrored matrix
   * is printed as an angle too, so this alone doesn't tell the orientation.
   */
  readonly displayAngle: number | null;
}

/** What ffmpeg prints of a file. */
export interface FileDump {
  /** `null` when the file was not recognised. */
  readonly container: string | null;
  readonly durationSeconds: number | null;
  /** Of the file, and of its video streams under `<index>:<name>`. */
  readonly tags: Readonly<Record<string, string>>;
  /** The video streams, in the container's order. */
  readonly streams: readonly DumpedStream[];
}

const streamLine = /^ *Stream #0:(\d+)(?:\[0x[0-9a-f]+\])?(?:\([^)]*\))?: (\w+)(?:: (.*))?$/;

/** Reads the messages that ffmpeg logs when it opens its first input. */
export function parseDump(messages: readonly string[]): FileDump {
  let container: string | null = null;
  let durationSeconds: number | null = null;
  const streams: DumpedStream[] = [];
  let current: number | null = null;
  const tags = new DumpedTags();
  for (const message of messages) {
    if (/^(?:Output #|Stream mapping:)/.test(message)) break;
    if (tags.add(message)) continue;
    const section = /^(Input #0,| *(?:Stream #|Chapter |Program ))/.exec(message)?.[1];
    if (section) tags.begin(section.startsWith('Input') ? 'file' : null);
    container ??= /^Input #0, (.+?), from '/.exec(message)?.[1] ?? null;
    durationSeconds ??= parseDuration(/^ *Duration: ([\d:.]+)/.exec(message)?.[1]);
    const [, index, kind, details] = streamLine.exec(message) ?? [];
    if (index !== undefined) {
      const known = streams.some(stream => stream.index === Number(index));
      current = null;
      if (kind === 'Video' && details !== undefined && !known) {
        current = streams.push(parseStream(Number(index), details)) - 1;
        tags.begin(Number(index));
      }
    }
    const angle = /^ *displaymatrix: rotation of (-?[\d.]+|nan) degrees/.exec(message)?.[1];
    if (current !== null && angle !== undefined) {
      streams[current] = { ...streams[current]!, displayAngle: Number(angle) || 0 };
    }
  }
  return { container, durationSeconds, tags: tags.result(), streams };
}

function parseStream(index: number, details: string): DumpedStream {
  const parts = splitOutsideBrackets(details);
  const sizeAt = parts.findIndex(part => /^\d+x\d+(?: |$)/.test(part));
  const [, width = '0', height = '0'] = /^(\d+)x(\d+)/.exec(parts[sizeAt] ?? '') ?? [];
  const [, pixelFormat = null, tags = ''] = /^(\w+)(?:\((.*)\))?$/.exec(parts[sizeAt - 1] ?? '') ?? [];
  // Where the codec says something else than the container, its word comes first, and the container's counts.
  const [, aspectWidth, aspectHeight] = [...details.matchAll(/\bSAR (\d+):(\d+)/g)].at(-1) ?? [];
  const rate = parts.map(part => /^(\d+(?:\.\d+)?)(k?) fps/.exec(part)).find(match => match !== null);
  return {
    index,
    codec: /^\w+/.exec(details)?.[0] ?? 'unknown',
    pixelFormat: pixelFormat === 'none' || pixelFormat === 'unknown' ? null : pixelFormat,
    color: describeColor(parseTags(tags)),
    width: Number(width),
    height: Number(height),
    pixelAspect:
      Number(aspectWidth) > 0 && Number(aspectHeight) > 0
        ? { numerator: Number(aspectWidth), denominator: Number(aspectHeight) }
        : { numerator: 1, denominator: 1 },
    frameRate: rate ? decimalRate(Number(rate[1]) * (rate[2] === 'k' ? 1000 : 1)) : null,
    isDefault: details.includes('(default)'),
    attachedPicture: details.includes('(attached pic)'),
    displayAngle: null,
  };
}

/** Splits at commas that are in no bracket of either kind. */
function splitOutsideBrackets(text: string): string[] {
  return text.split(/, (?![^(]*\))(?![^[]*\])/);
}

// E.g. `tv, bt709, progressive, left` or `pc, bt2020nc/bt2020/smpte2084`; one name alone stands for all three.
function parseTags(tags: string): ColorNames {
  const words = tags.split(', ').filter(word => word !== '');
  const range = words.find(word => word === 'tv' || word === 'pc');
  const chromaLocation = words.find(isChromaLocation);
  const others = words.filter(word => word !== range && word !== chromaLocation);
  const color = others.find(word => !/ |^(?:progressive|gamma)/.test(word));
  const [matrix, primaries = matrix, transfer = matrix] = color?.split('/') ?? [];
  return { range, chromaLocation, matrix, primaries, transfer };
}

function decimalRate(rate: number): Rational | null {
  if (!(rate > 0)) return null;
  return Number.isInteger(rate)
    ? { numerator: rate, denominator: 1 }
    : { numerator: Math.round(rate * 100), denominator: 100 };
}

function parseDuration(text: string | undefined): number | null {
  const [hours, minutes, seconds] = text?.split(':').map(Number) ?? [];
  if (hours === undefined || minutes === undefined || seconds === undefined) return null;
  return hours * 3600 + minutes * 60 + seconds;
}
