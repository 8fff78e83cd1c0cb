import { lightToPq, pqToLight } from './transfer-functions.ts';

/**
 * Brightest light that the curve tells from white, in cd/m²: most PQ is mastered for it, HLG is shown on a display that
 * reaches it, and what a file says of its own peak is not known here.
 */
export const sourcePeak = 1000;

/** Light that becomes full white, in cd/m²: the reference white of HDR in ITU-R BT.2408, so that mid greys stay where they are. */
export const targetPeak = 203;

const sourceTop = lightToPq(sourcePeak);
const maximum = lightToPq(targetPeak) / sourceTop;
const knee = 1.5 * maximum - 0.5;

/**
 * The EETF of ITU-R BT.2390-11, section 5.4.1, for a black of 0 on either side: from light in cd/m² to light in
 * 0 … {@link targetPeak}. It is the identity up to the knee, about 85 cd/m², and a Hermite spline in PQ above.
 */
export function toneCurve(light: number): number {
  const signal = Math.min(lightToPq(light) / sourceTop, 1);
  if (signal < knee) return light;
  const t = (signal - knee) / (1 - knee);
  const mapped =
    (2 * t ** 3 - 3 * t ** 2 + 1) * knee +
    (t ** 3 - 2 * t ** 2 + t) * (1 - knee) +
    (-2 * t ** 3 + 3 * t ** 2) * maximum;
  return pqToLight(mapped * sourceTop);
}
