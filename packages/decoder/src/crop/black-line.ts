import type { Lines } from './bar-lines.ts';

/** Brightest mean of a black line: black of limited range is 16, and analog captures lie somewhat above. */
const darkest = 28;
/** How far the mean of a part of a line may be from the level of its bar. A bar has no gradient; a night sky has. */
const evenness = 3;
/** Noise and ringing of compression: how far samples may lie from the level all the time, and at worst. */
const usualDeviation = 4.5;
const greatestDeviation = 24;
const greatestChroma = 20;
const usualChroma = 4;
const parts = 8;

/**
 * The level of a line that is black and nothing but black, in code values of 8 bits; `null` for any other. Black means
 * dark, without colour, equally dark from one end to the other, and as dark as `level`, the one of the lines before it.
 */
export function blackLevel(lines: Lines, line: number, level: number | null): number | null {
  const { length } = lines;
  const expected = level ?? levelOf(lines, line);
  if (expected > darkest) return null;
  let deviations = 0;
  for (let part = 0, along = 0; part < parts; part++) {
    const end = Math.floor(((part + 1) * length) / parts);
    const start = along;
    let sum = 0;
    for (; along < end; along++) {
      const deviation = lines.brightness(line, along) - expected;
      if (deviation > greatestDeviation) return null;
      sum += deviation;
      deviations += deviation * deviation;
    }
    if (Math.abs(sum) > evenness * (end - start)) return null;
  }
  if (deviations > usualDeviation ** 2 * length) return null;
  const { peak, mean } = lines.chroma(line);
  return peak <= greatestChroma && mean <= usualChroma ? expected : null;
}

function levelOf(lines: Lines, line: number): number {
  let sum = 0;
  for (let i = 0; i < lines.length; i++) sum += lines.brightness(line, i);
  return sum / lines.length;
}
