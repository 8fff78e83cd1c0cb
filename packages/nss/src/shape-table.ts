import { gammaFunction } from './gamma-function.ts';

/** The shapes that are tried by the fits: 0.2, 0.201 … 10. */
export const shapes: readonly number[] = Array.from({ length: 9801 }, (_, i) => 0.2 + i * 0.001);

/** Γ(1/s), Γ(2/s) and Γ(3/s) of each shape. */
const gammas = shapes.map(s => [gammaFunction(1 / s), gammaFunction(2 / s), gammaFunction(3 / s)] as const);

/**
 * Γ(2/s)² / (Γ(1/s) Γ(3/s)) of each shape, ascending: the squared mean absolute value over the mean square of a generalised
 * Gaussian of that shape (Lasmar et al., "Multiscale skewed heavy tailed model for texture analysis", ICIP 2009).
 */
export const aggdRatios: readonly number[] = gammas.map(([one, two, three]) => two ** 2 / (one * three));

/** Γ(1/s) Γ(3/s) / Γ(2/s)² of each shape, descending: the ratio that the symmetric fit compares (Sharifi and Leon-Garcia, 1995). */
export const ggdRatios: readonly number[] = gammas.map(([one, two, three]) => (one * three) / two ** 2);

/** √(Γ(1/s) / Γ(3/s)) of each shape: the scale parameter of a distribution of standard deviation 1. */
export const scaleFactors: readonly number[] = gammas.map(([one, , three]) => Math.sqrt(one / three));

/** Γ(2/s) / Γ(1/s) of each shape: the mean of an asymmetric distribution over the difference of its scale parameters. */
export const meanFactors: readonly number[] = gammas.map(([one, two]) => two / one);
