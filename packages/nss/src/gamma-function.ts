// Lanczos' approximation with g = 7 and nine terms (coefficients by P. Godfrey); good to about 1e-15 for arguments
// above 1/2, here used from 0.1 to 15.
const g = 7;
const terms = [
  0.999_999_999_999_809_93, 676.520_368_121_885_1, -1259.139_216_722_402_8, 771.323_428_777_653_13,
  -176.615_029_162_140_6, 12.507_343_278_686_905, -0.138_571_095_265_720_12, 9.984_369_578_019_572e-6,
  1.505_632_735_149_311_6e-7,
];

/** The gamma function Γ(x) for x > 0. */
export function gammaFunction(x: number): number {
  // Below 1/2 by the recurrence Γ(x) = Γ(x + 1) / x.
  if (x < 0.5) return gammaFunction(x + 1) / x;
  const z = x - 1;
  let sum = terms[0]!;
  for (let i = 1; i < terms.length; i++) sum += terms[i]! / (z + i);
  const t = z + g + 0.5;
  return Math.sqrt(2 * Math.PI) * t ** (z + 0.5) * Math.exp(-t) * sum;
}
