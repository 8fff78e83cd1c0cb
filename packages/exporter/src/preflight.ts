import { lstat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  type ExportInput,
  type ExportSettings,
  FrameSieveError,
  type PlannedStill,
  type StillSource,
} from '@framesieve/core';
import { findKept } from './find-kept.ts';
import type { Manifest, ManifestStill } from './manifest-schema.ts';
import { stillFacts } from './metadata/still-facts.ts';
import { stillMetadata } from './metadata/still-metadata.ts';
import { nameStills } from './name-stills.ts';
import { probeFolder } from './output-folder.ts';
import { manifestName, readManifest } from './read-manifest.ts';
import { refuseSource } from './refuse-source.ts';
import { requireEncoder } from './require-encoder.ts';
import { requireSettings, requireSize } from './require-settings.ts';
import { maxStillBytes, mayBeDeep } from './still-bytes.ts';

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
  /**
   * In state `exists`: in what the file, as a still of an earlier export, differs from this one, one clause each; empty where
   * it is no such still.
   */
  readonly differences: readonly string[];
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
  /** What the caller is going to write to the folder besides. */
  readonly reserveBytes: number;
  /** Left free on top of that. */
  readonly marginBytes: number;
  /** What is free now for this user. */
  readonly freeBytes: number;
  /** What earlier exports left in the folder; `null` for nothing. */
  readonly earlier: Manifest | null;
}

const marginBytes = 8 * 2 ** 20;
const manifestBytesPerStill = 4096;

/** What else an export has to leave room for. */
export interface PreflightOptions {
  /** Bytes of other files that are going to be written to the folder; default 0. */
  readonly reserveBytes?: number;
}

/**
 * Finds out everything that could go wrong with an export before anything is read or written, and what the stills will be
 * called. Nothing is left on the disk. By itself, it is what a dry run shows.
 *
 * Files that are replaced count as if they stayed: a new one is written before the old one goes.
 *
 * @throws FrameSieveError `usage` for a template, name, format or setting that can't be used, or a picture too large for the
 * format; `output-unwritable` when the folder can't be written to, the disk is too full, or the encoder is missing;
 * `output-exists` when a foreign `manifest.json` is in the folder.
 */
export async function preflight(
  input: Pick<ExportInput, 'source' | 'stills' | 'settings'>,
  { reserveBytes = 0 }: PreflightOptions = {},
): Promise<ExportPlan> {
  const { source, settings } = input;
  requireSettings(input);
  const folder = resolve(settings.folder);
  const named = nameStills(input);
  requireSize(named, input);
  await refuseSource(source.path, [
    ...named.map(({ file }) => join(folder, file)),
    join(folder, manifestName),
  ]);
  await requireEncoder(settings.format, mayBeDeep(source.decode.stream.pixelFormat));
  const freeBytes = await probeFolder(folder);
  const earlier = await readManifest(folder, settings.overwrite);
  const stills: StillPlan[] = [];
  for (const { planned, file } of named) {
    stills.push(await planStill(planned, file, folder, source, settings, earlier));
  }
  const sizes = stills.map(still => still.maxBytes);
  const finalBytes = sizes.reduce((sum, bytes) => sum + bytes, manifestBytesPerStill);
  const manifestBytes = (stills.length + (earlier?.stills.length ?? 0) + 1) * manifestBytesPerStill;
  const temporaryBytes = sizes.reduce((most, bytes) => Math.max(most, bytes), 0) + manifestBytes;
  const plan = { folder, stills, finalBytes, temporaryBytes, reserveBytes, marginBytes, freeBytes, earlier };
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
  const maxBytes = maxStillBytes(planned, source, settings) + metadataBytes(planned, source, settings);
  const plan = { planned, file, path, kept: null, differences: [], maxBytes };
  if (!found) return { ...plan, state: 'new' };
  if (settings.overwrite) return { ...plan, state: 'replace' };
  const { kept, differences } = await findKept({ planned, file, path, source, settings, earlier });
  if (kept) return { ...plan, state: 'keep', kept, maxBytes: 0 };
  return { ...plan, state: 'exists', differences };
}

/** Bytes of the packet that says where a still comes from; other headers are counted with the picture. */
function metadataBytes(planned: PlannedStill, source: StillSource, settings: ExportSettings): number {
  if (settings.metadata === false) return 0;
  return Buffer.byteLength(stillMetadata(stillFacts(planned, source, 'approximate')).xmp);
}

function requireSpace(plan: ExportPlan): void {
  const { finalBytes, temporaryBytes, reserveBytes, freeBytes } = plan;
  const needed = finalBytes + temporaryBytes + reserveBytes + plan.marginBytes;
  if (needed <= freeBytes) return;
  const stills = plan.stills.filter(({ state }) => state !== 'keep').length;
  const parts = [
    `${megabytes(finalBytes)} for ${stills} ${stills === 1 ? 'still' : 'stills'}`,
    `${megabytes(temporaryBytes)} for temporary files`,
    ...(reserveBytes > 0 ? [`${megabytes(reserveBytes)} for what is written besides`] : []),
    `${megabytes(plan.marginBytes)} to be left free`,
  ];
  throw new FrameSieveError({
    code: 'output-unwritable',
    message: `The stills may take up to ${megabytes(needed)} in ${plan.folder} (${parts.join(', ')}), but only ${megabytes(freeBytes)} are free there.`,
    hint: 'Free some space, choose a folder on another disk, export fewer frames, or use --format jpg or --max-size.',
  });
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
