/** Decimals that a clock needs to tell ticks of this distance in seconds apart. */
export function clockDecimals(stepSeconds: number): number {
  if (stepSeconds >= 1) return 0;
  return Math.min(3, Math.ceil(-Math.log10(stepSeconds)));
}
