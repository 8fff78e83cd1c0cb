import { messageOf, silentLogger } from '@framesieve/core';
import { checkFile, failed, openManifest, stillsByExport } from '@framesieve/exporter';
import { createDecoding, createFramePool, createRegistry } from '../compose.ts';
import type { Settings } from '../settings.ts';
import { findDatabase } from './find-database.ts';
import { identifySources } from './find-source.ts';
import { noteChecks, openChecks, type Verification } from './verification.ts';
import { verifyExport } from './verify-export.ts';

/** What to verify, and against what. */
export interface VerifyRequest {
  /** Path of the manifest, or of the folder that it lies in. */
  readonly location: string;
  /** Videos that the stills may be of; those that the manifest names are looked for, too. */
  readonly sources: readonly string[];
  /** Whether to leave the database and the videos alone. */
  readonly stillsOnly: boolean;
  readonly settings: Settings;
  readonly signal: AbortSignal;
}

/** What was found of each still. */
export interface VerifiedManifest extends Pick<Verification, 'checks'> {
  readonly path: string;
  /** Where the database lies that was looked into; `null` for none. */
  readonly database: string | null;
  readonly warnings: readonly string[];
}

/**
 * Proves old stills again: their files against the manifest, the manifest against the database, and both against the video.
 * No still, manifest or video is written to.
 *
 * @throws FrameSieveError when nothing can be checked: `input-missing`, `input-unreadable` or `input-empty` for the manifest
 * or a source that was named.
 */
export async function verifyStills(request: VerifyRequest): Promise<VerifiedManifest> {
  const { location, stillsOnly, settings, signal } = request;
  const { path, folder, manifest } = await openManifest(location);
  const exports = stillsByExport(manifest);
  const descriptions = exports.map(({ description }) => description);
  const sources = stillsOnly ? [] : await identifySources(request.sources, descriptions, signal);
  const warnings = new Set<string>();
  if (!manifest.complete) warnings.add('The latest export into this folder did not come to its end.');
  const checks = openChecks(manifest.stills);
  for (const still of manifest.stills) {
    signal.throwIfAborted();
    noteChecks({ checks }, [still], { file: await checkFile(folder, still) });
  }
  if (stillsOnly) return { path, database: null, checks, warnings: [...warnings] };
  const warn = (message: string) => warnings.add(message);
  await using store = await findDatabase(settings, folder).catch(error => {
    warn(messageOf(error));
    return null;
  });
  const logger = { ...silentLogger, warn };
  const context = { signal, logger, frames: await createFramePool(settings) };
  const decode = await createDecoding(await createRegistry(settings, []), settings);
  const verification = { folder, checks, store, sources, settings, decode, context };
  const undescribed = new Set(manifest.stills);
  for (const exported of exports) {
    await verifyExport(exported, verification);
    for (const still of exported.stills) undescribed.delete(still);
  }
  const source = failed('the manifest does not describe the export that it comes from');
  noteChecks({ checks }, undescribed, { source });
  return { path, database: store?.location ?? null, checks, warnings: [...warnings] };
}
