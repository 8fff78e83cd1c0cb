import type { GeoPosition } from '@framesieve/core';
import type { Exif } from 'sharp';
import type { Moment } from './moment.ts';
import type { StillFacts } from './still-facts.ts';

// Parts of a second of arc: 3 micrometres on the ground.
const arcParts = 10_000_000;

/**
 * The EXIF fields of a still: what it shows, when and where. Texts are ASCII, as EXIF has it: accents are
 * dropped, other letters become `?`; {@link xmpPacket} has them whole.
 */
export function exifFields(facts: StillFacts): Exif {
  const { moment, position } = facts;
  return {
    IFD0: { Software: toAscii(facts.software), ImageDescription: toAscii(facts.description) },
    ...(moment && { IFD2: momentFields(moment) }),
    ...(position && { IFD3: positionFields(position) }),
  };
}

function momentFields({ date, time, milliseconds, offset }: Moment): Record<string, string> {
  return {
    DateTimeOriginal: `${date.replaceAll('-', ':')} ${time}`,
    SubSecTimeOriginal: milliseconds,
    ...(offset !== null && { OffsetTimeOriginal: offset }),
  };
}

function positionFields({ latitude, longitude, altitude }: GeoPosition): Record<string, string> {
  return {
    GPSLatitudeRef: latitude < 0 ? 'S' : 'N',
    GPSLatitude: degrees(latitude),
    GPSLongitudeRef: longitude < 0 ? 'W' : 'E',
    GPSLongitude: degrees(longitude),
    GPSMapDatum: 'WGS-84',
    ...(altitude !== null && altitude >= 0 && altitudeFields(altitude)),
  };
}

/** Above the sea only: the encoder can't set the byte for "below", and a depth must not be read as a height. */
function altitudeFields(altitude: number): Record<string, string> {
  return { GPSAltitudeRef: '0', GPSAltitude: `${Math.round(altitude * 1000)}/1000` };
}

/** Degrees, minutes and seconds as rational numbers. */
function degrees(value: number): string {
  const parts = Math.round(Math.abs(value) * 3600 * arcParts);
  const seconds = Math.floor(parts / arcParts);
  const part = (parts % (60 * arcParts)).toFixed(0);
  return `${Math.floor(seconds / 3600)}/1 ${Math.floor(seconds / 60) % 60}/1 ${part}/${arcParts}`;
}

function toAscii(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]/gu, '?');
}
