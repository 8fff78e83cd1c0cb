import type { ColorDescription } from '@framesieve/core';
import { luminanceWeights, type Matrix3, toBt709 } from './gamut.ts';
import { lookUp, tabulate } from './lookup-table.ts';
import { targetPeak, toneCurve } from './tone-curve.ts';
import { hlgDisplay, hlgToScene, hlgWeights, pqToLight } from './transfer-functions.ts';

/** Maps a row of R, G, B of high dynamic range, 0 … 1, to standard range, 0 … `maximum`, in place. */
export type RowMapper = (row: Float64Array, maximum: number) => void;

/**
 * Prepares the mapping of PQ or HLG to standard dynamic range:
 *
 * 1. to light on a display: the EOTF of PQ, or for HLG its inverse OETF and the OOTF for a peak of 1,000 cd/m²;
 * 2. the tone curve of BT.2390 on each of R, G and B, from 1,000 to 203 cd/m²: what is darker than about 85 cd/m² (skin,
 *    mid greys) stays as it is, highlights lose saturation as they do on film, and no hue is turned below the curve's knee;
 * 3. 203 cd/m², the reference white of BT.2408, becomes 1;
 * 4. primaries to BT.709. A colour outside of its gamut moves towards the grey of the same luminance just as far as it
 *    has to; those inside stay exactly;
 * 5. the inverse of the EOTF of BT.1886 with a black of 0, a gamma of 1/2.4. A standard-range version of the same video
 *    would hold these numbers, and those are what stills of standard video hold, unchanged and tagged sRGB.
 */
export function toneMapper({
  transfer,
  primaries,
}: Pick<ColorDescription, 'transfer' | 'primaries'>): RowMapper {
  const key = `${transfer} ${primaries}`;
  const mapper = mappers.get(key) ?? (transfer === 'arib-std-b67' ? hlgMapper : pqMapper)(toBt709(primaries));
  mappers.set(key, mapper);
  return mapper;
}

/** Those made so far: their tables take milliseconds. They hold roots of light, which need no finer steps where it is dark. */
const mappers = new Map<string, RowMapper>();

function pqMapper(matrix: Matrix3): RowMapper {
  const lightRoot = tabulate(signal => Math.sqrt(toneCurve(pqToLight(signal)) / targetPeak));
  const encode = encoder(matrix);
  return (row, maximum) => {
    for (let i = 0; i < row.length; i += 3) {
      row[i] = square(lookUp(lightRoot, row[i]!));
      row[i + 1] = square(lookUp(lightRoot, row[i + 1]!));
      row[i + 2] = square(lookUp(lightRoot, row[i + 2]!));
    }
    encode(row, maximum);
  };
}

function hlgMapper(matrix: Matrix3): RowMapper {
  const [redWeight, greenWeight, blueWeight] = hlgWeights;
  const sceneRoot = tabulate(signal => Math.sqrt(hlgToScene(signal)));
  const gainRoot = tabulate(eighthRoot => eighthRoot ** (4 * (hlgDisplay.gamma - 1)));
  const curveRoot = tabulate(root => Math.sqrt(toneCurve(root ** 2 * hlgDisplay.peak) / targetPeak));
  const encode = encoder(matrix);
  return (row, maximum) => {
    for (let i = 0; i < row.length; i += 3) {
      const red = lookUp(sceneRoot, row[i]!);
      const green = lookUp(sceneRoot, row[i + 1]!);
      const blue = lookUp(sceneRoot, row[i + 2]!);
      const luminance = redWeight * red * red + greenWeight * green * green + blueWeight * blue * blue;
      const gain = lookUp(gainRoot, Math.sqrt(Math.sqrt(Math.sqrt(luminance))));
      row[i] = square(lookUp(curveRoot, red * gain));
      row[i + 1] = square(lookUp(curveRoot, green * gain));
      row[i + 2] = square(lookUp(curveRoot, blue * gain));
    }
    encode(row, maximum);
  };
}

function square(value: number): number {
  return value * value;
}

/** From linear light to that of BT.709, into its gamut, and encoded. */
function encoder(matrix: Matrix3): RowMapper {
  const [m0, m1, m2, m3, m4, m5, m6, m7, m8] = matrix;
  const [redWeight, greenWeight, blueWeight] = luminanceWeights;
  const encoding = tabulate(fourthRoot => fourthRoot ** (4 / 2.4));
  return (row, maximum) => {
    for (let i = 0; i < row.length; i += 3) {
      const first = row[i]!;
      const second = row[i + 1]!;
      const third = row[i + 2]!;
      let red = m0 * first + m1 * second + m2 * third;
      let green = m3 * first + m4 * second + m5 * third;
      let blue = m6 * first + m7 * second + m8 * third;
      const least = Math.min(red, green, blue);
      const most = Math.max(red, green, blue);
      if (least < 0 || most > 1) {
        const grey = Math.min(redWeight * red + greenWeight * green + blueWeight * blue, 1);
        const down = least < 0 ? grey / (grey - least) : 1;
        const up = most > 1 ? (1 - grey) / (most - grey) : 1;
        const share = Math.min(down, up);
        red = grey + (red - grey) * share;
        green = grey + (green - grey) * share;
        blue = grey + (blue - grey) * share;
      }
      row[i] = lookUp(encoding, Math.sqrt(Math.sqrt(red))) * maximum;
      row[i + 1] = lookUp(encoding, Math.sqrt(Math.sqrt(green))) * maximum;
      row[i + 2] = lookUp(encoding, Math.sqrt(Math.sqrt(blue))) * maximum;
    }
  };
}
