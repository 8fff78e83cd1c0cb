import type { GeoPosition } from '@framesieve/core';

const form = /^([+-])(\d+)(\.\d+)?([+-])(\d+)(\.\d+)?([+-]\d+(?:\.\d+)?)?(?:CRSWGS_84)?\/?$/;

/** Metres, below the deepest sea … above all air. */
const [lowest, highest] = [-12_000, 100_000] as const;

/**
 * Reads a place as ISO 6709 writes it: latitude, longitude and maybe altitude, e.g. `+27.5916+086.5640+8850/`; degrees with a
 * fraction, degrees and minutes (`+4851.462+00217.700/`) or degrees, minutes and seconds (`+485127.7+0021742.0/`).
 *
 * @returns `null` for what is no place, and for 0° 0°, which stands for none; an impossible altitude counts as unknown.
 */
export function parseIso6709(text: string): GeoPosition | null {
  const match = form.exec(text.trim());
  if (!match) return null;
  const [, south, northing, northingFraction, west, easting, eastingFraction, height] = match;
  const latitude = degrees(south!, northing!, northingFraction, 2);
  const longitude = degrees(west!, easting!, eastingFraction, 3);
  if (latitude === null || longitude === null) return null;
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180 || (latitude === 0 && longitude === 0))
    return null;
  const metres = height === undefined ? null : Number(height) || 0;
  const altitude = metres !== null && metres >= lowest && metres <= highest ? metres : null;
  return { latitude, longitude, altitude };
}

/** @param width digits of whole degrees where minutes follow; two more are minutes, another two seconds. */
function degrees(sign: string, digits: string, fraction = '', width: 2 | 3): number | null {
  const rest = digits.slice(width);
  let size: number;
  if (rest.length === 0) size = Number(digits + fraction);
  else if (rest.length === 2) size = sexagesimal(digits.slice(0, width), rest + fraction);
  else if (rest.length === 4)
    size = sexagesimal(digits.slice(0, width), rest.slice(0, 2), rest.slice(2) + fraction);
  else return null;
  if (Number.isNaN(size)) return null;
  return size === 0 ? 0 : sign === '-' ? -size : size;
}

/** Degrees of degrees, minutes and seconds, to the ten-millionth (a centimetre); NaN where 60 or more are left. */
function sexagesimal(whole: string, minutes: string, seconds = '0'): number {
  if (Number(minutes) >= 60 || Number(seconds) >= 60) return Number.NaN;
  return Math.round((Number(whole) + Number(minutes) / 60 + Number(seconds) / 3600) * 1e7) / 1e7;
}
