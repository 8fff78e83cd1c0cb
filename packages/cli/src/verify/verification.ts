import type { DecodeStage, StageContext, Store } from '@framesieve/core';
import { type Check, type ManifestStill, notChecked } from '@framesieve/exporter';
import type { Settings } from '../settings.ts';
import type { NamedSource } from './find-source.ts';
import type { VerifiedStill } from './verify-document.ts';

/** What each check of a still came to. */
export type StillChecks = Record<keyof VerifiedStill['checks'], Check>;

/** Verifying that is under way. */
export interface Verification {
  /** Of the stills. */
  readonly folder: string;
  readonly checks: ReadonlyMap<ManifestStill, StillChecks>;
  /** `null` for none. */
  readonly store: Store | null;
  readonly sources: readonly NamedSource[];
  readonly settings: Settings;
  readonly decode: DecodeStage;
  readonly context: StageContext;
}

/** Why a check was not done that was not to be done. */
export const unasked = 'it was not asked for';

/** Checks of stills that are still to be done. */
export function openChecks(stills: readonly ManifestStill[]): Verification['checks'] {
  const open = notChecked(unasked);
  return new Map(stills.map(still => [still, { file: open, database: open, source: open, pixels: open }]));
}

/** Notes what was found of stills. */
export function noteChecks(
  { checks }: Pick<Verification, 'checks'>,
  stills: Iterable<ManifestStill>,
  found: Partial<StillChecks>,
): void {
  for (const still of stills) Object.assign(checks.get(still)!, found);
}
