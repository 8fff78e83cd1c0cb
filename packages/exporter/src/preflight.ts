import { lstat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  type ExportInput,
  type ExportSettings,
  FrameSieveError,
  invalidArgument,
  type PlannedStill,
  type StillSource,
} from '@framesieve/core';
import { findKept } from './find-kept.ts';
import type { Manifest, ManifestStill } from './manifest-schema.ts';
import { nameStills } from './name-stills.ts';
import { probeFolder } from './output-folder.ts';
import { manifestName, readManifest } from './read-manifest.ts';
import { refuseSource } from './refuse-source.ts';
import { maxStillBytes } from './still-bytes.ts';

/** A planned still with its name, and what is in the way. */
export interface StillPlan {
  readonly planned: PlannedStill;
  /** File name in the folder. */
  readonly file: string;
  /** Absolute path. */
  readonly path: string;
  /**
   * `new`: nothing is there. `replace`: a file is there and `overwrite` was asked for. `keep`: the very still is there,
   * by the manifest, and nothing needs to be read or written. `exists`: another file is there, and unless it turns out
   * to be the very same as what would be written, it stays and this still fails.
   */
  readonly state: 'new' | 'replace' | 'keep' | 'exists';
  /** The entry of a still in state `keep`. */
  readonly kept: ManifestStill | null;
  /** Upper bound of the bytes it will take; 0 in state `keep`. */
  readonly maxBytes: number;
}

/** What an export would do, and what it takes. */
export interface ExportPlan {
  /** Absolute path of the folder; it is created by the export, not here. */
  readonly folder: string;
  /** In order of ordinals. */
  readonly stills: readonly StillPlan[];
  /** Upper bound of the bytes of all new stills. */
  readonly finalBytes: number;
  /** Upper bound of the bytes of temporary files at any moment. */
  readonly temporaryBytes: number;
  /** Left free on top of that. */
  readonly marginBytes: number;
  /** What is free now for this user. */
  readonly freeBytes: number;
  /** What earlier exports left in the folder; `null` for nothing. */
  readonly earlier: Manifest | null;
}

const formats = ['png', 'jpg', 'webp', 'avif'];
const marginBytes = 8 * 2 ** 20;
const manifestBytesPerStill = 4096;

/**
 * Finds out everything that could go wrong with an export before anything is read or written, and what the stills will be
 * called. Nothing is left on the disk. By itself, it is what a dry run shows.
 *
 * @throws FrameSieveError `usage` for a template, name, format or setting that can't be used; `output-unwritable` when the
 * folder can't be written to or the disk is too full; `output-exists` when a foreign `manifest.json` is in the folder.
 */
export async function preflight(
  input: Pick<ExportInput, 'source' | 'stills' | 'settings'>,
): Promise<ExportPlan> {
  const { source, settings } = input;
  if (!formats.includes(settings.format)) {
    throw invalidArgument('format', `one of ${formats.join(', ')}`, settings.format);
  }
  requireJson(source.settings);
  const folder = resolve(settings.folder);
  const named = nameStills(input);
  await refuseSource(source.path, [
    ...named.map(({ file }) => join(folder, file)),
    join(folder, manifestName),
  ]);
  const freeBytes = await probeFolder(folder);
  const earlier = await readManifest(folder, settings.overwrite);
  const stills: StillPlan[] = [];
  for (const { planned, file } of named) {
    stills.push(await planStill(planned, file, folder, source, settings, earlier));
  }
  const sizes = stills.map(still => still.maxBytes);
  const finalBytes = sizes.reduce((sum, bytes) => sum + bytes, manifestBytesPerStill);
  const manifestBytes = (stills.length + (earlier?.stills.length ?? 0) + 1) * manifestBytesPerStill;
  const temporaryBytes = Math.max(...sizes, 0) + manifestBytes;
  const plan = { folder, stills, finalBytes, temporaryBytes, marginBytes, freeBytes, earlier };
  requireSpace(plan);
  return plan;
}

async function planStill(
  planned: PlannedStill,
  file: string,
  folder: string,
  source: StillSource,
  settings: ExportSettings,
  earlier: Manifest | null,
): Promise<StillPlan> {
  const path = join(folder, file);
  const found = await lstat(path).catch(() => null);
  const maxBytes = maxStillBytes(planned, source, settings.format);
  const plan = { planned, file, path, kept: null, maxBytes };
  if (!found) return { ...plan, state: 'new' };
  if (settings.overwrite) return { ...plan, state: 'replace' };
  const kept = await findKept({ planned, file, path, source, settings, earlier });
  if (kept) return { ...plan, state: 'keep', kept, maxBytes: 0 };
  return { ...plan, state: 'exists' };
}

function requireSpace(plan: ExportPlan): void {
  const needed = plan.finalBytes + plan.temporaryBytes + plan.marginBytes;
  if (needed <= plan.freeBytes) return;
  throw new FrameSieveError({
    code: 'output-unwritable',
    message: `The stills may take up to ${megabytes(needed)} in ${plan.folder}, but only ${megabytes(plan.freeBytes)} are free there.`,
    hint: 'Free some space, choose a folder on another disk, export fewer frames, or use --format jpg.',
  });
}

function requireJson(settings: Readonly<Record<string, unknown>>): void {
  try {
    JSON.stringify(settings);
  } catch (error) {
    throw new FrameSieveError({
      code: 'usage',
      message: "The settings to be repeated in the manifest can't be written as JSON.",
      hint: 'Pass plain values only: no BigInt, no cycles.',
      cause: error,
    });
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
