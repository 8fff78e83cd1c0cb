/** Three rows of three numbers, one after the other. */
export type Matrix3 = readonly [number, number, number, number, number, number, number, number, number];

/** Chromaticities x, y of red, green and blue (ITU-T H.273, table 2), all with the white point D65. */
const chromaticities: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  bt709: [
    [0.64, 0.33],
    [0.3, 0.6],
    [0.15, 0.06],
  ],
  bt2020: [
    [0.708, 0.292],
    [0.17, 0.797],
    [0.131, 0.046],
  ],
  smpte432: [
    [0.68, 0.32],
    [0.265, 0.69],
    [0.15, 0.06],
  ],
};
const white = [0.3127 / 0.329, 1, (1 - 0.3127 - 0.329) / 0.329] as const;

/** How much R, G and B of BT.709 contribute to luminance. */
export const luminanceWeights = [0.2126, 0.7152, 0.0722] as const;

/**
 * The matrix from linear light of some primaries, under FFmpeg's name, to that of BT.709; both have the white D65.
 * Primaries that are not known are taken for BT.2020, as ITU-R BT.2100 has them.
 */
export function toBt709(primaries: string): Matrix3 {
  const source = toXyz(chromaticities[primaries] ?? chromaticities.bt2020!);
  return multiply(invert(toXyz(chromaticities.bt709!)), source);
}

/** SMPTE RP 177: columns are the primaries, scaled so that they add up to white. */
function toXyz(primaries: readonly (readonly [number, number])[]): Matrix3 {
  const [[xr, yr], [xg, yg], [xb, yb]] = primaries as [[number, number], [number, number], [number, number]];
  const columns: Matrix3 = [
    xr / yr,
    xg / yg,
    xb / yb,
    1,
    1,
    1,
    (1 - xr - yr) / yr,
    (1 - xg - yg) / yg,
    (1 - xb - yb) / yb,
  ];
  const inverse = invert(columns);
  const [red, green, blue] = [0, 3, 6].map(
    row => inverse[row]! * white[0] + inverse[row + 1]! * white[1] + inverse[row + 2]! * white[2],
  ) as [number, number, number];
  return multiply(columns, [red, 0, 0, 0, green, 0, 0, 0, blue]);
}

function multiply(a: Matrix3, b: Matrix3): Matrix3 {
  return Array.from({ length: 9 }, (_, i) => {
    const row = i - (i % 3);
    const column = i % 3;
    return a[row]! * b[column]! + a[row + 1]! * b[column + 3]! + a[row + 2]! * b[column + 6]!;
    // Nine entries, which Array.from doesn't tell the compiler.
  }) as unknown as Matrix3;
}

function invert([a, b, c, d, e, f, g, h, i]: Matrix3): Matrix3 {
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  return [
    (e * i - f * h) / determinant,
    (c * h - b * i) / determinant,
    (b * f - c * e) / determinant,
    (f * g - d * i) / determinant,
    (a * i - c * g) / determinant,
    (c * d - a * f) / determinant,
    (d * h - e * g) / determinant,
    (b * g - a * h) / determinant,
    (a * e - b * d) / determinant,
  ];
}
