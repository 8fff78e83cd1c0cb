import type { Availability } from '@framesieve/core';
import type { z } from 'zod';
import type { doctorSchema } from '../json-document.ts';

/** One thing that was looked at. */
export type Check = z.infer<typeof doctorSchema>['checks'][number];

/** Something that is as it should be. */
export function ok(name: string, detail: string): Check {
  return { name, status: 'ok', detail, hint: null };
}

/** Something that keeps a run from doing all it could. */
export function warning(name: string, detail: string, hint: string | null): Check {
  return { name, status: 'warning', detail, hint };
}

/** Whether something can be used. */
export function fromAvailability(name: string, availability: Availability): Check {
  if (availability.available) return ok(name, availability.version);
  return warning(name, availability.reason, availability.hint);
}
