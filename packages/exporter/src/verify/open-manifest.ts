import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { FrameSieveError, messageOf } from '@framesieve/core';
import type { ZodError } from 'zod';
import type { Manifest, ManifestExport, ManifestStill } from '../manifest-schema.ts';
import { exportsOf } from '../merge-manifest.ts';
import { manifestName } from '../read-manifest.ts';

/** A manifest and where it lies. */
export interface OpenedManifest {
  readonly path: string;
  /** Folder of the stills. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** The stills that one export has left in a folder. */
export interface ExportedStills {
  readonly description: ManifestExport;
  /** In order of frames. */
  readonly stills: readonly ManifestStill[];
}

/**
 * Reads a manifest with all its entries, those of stills that are gone included.
 *
 * @param location path of the file, or of the folder that it lies in.
 * @throws FrameSieveError `input-missing`, `input-unreadable` for what is no manifest that this version understands, or
 * `input-empty` when it lists no still.
 */
export async function openManifest(location: string): Promise<OpenedManifest> {
  const path = await manifestPath(resolve(location));
  const text = await readFile(path, 'utf8').catch(error => Promise.reject(unreadable(path, error)));
  const content = parseJson(text);
  const { manifestSchema } = await import('../manifest-schema.ts');
  const { success, data: manifest, error } = manifestSchema.safeParse(content);
  if (!success) throw foreign(path, content, error);
  if (manifest.stills.length === 0) {
    throw new FrameSieveError({
      code: 'input-empty',
      message: `The manifest "${path}" lists no stills.`,
      hint: 'No still was written by that export, or all were removed before a later one.',
    });
  }
  return { path, folder: dirname(path), manifest };
}

/** The stills of a manifest by the export that they come from, the latest first. */
export function stillsByExport(manifest: Manifest): readonly ExportedStills[] {
  return exportsOf(manifest)
    .map(description => ({
      description,
      stills: manifest.stills
        .filter(still => still.export === description.export)
        .sort((a, b) => a.frame - b.frame),
    }))
    .filter(({ stills }) => stills.length > 0);
}

async function manifestPath(location: string): Promise<string> {
  const found = await stat(location).catch(error => Promise.reject(unreadable(location, error)));
  return found.isDirectory() ? join(location, manifestName) : location;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unreadable(path: string, error: NodeJS.ErrnoException): FrameSieveError {
  const missing = error.code === 'ENOENT' || error.code === 'ENOTDIR';
  return new FrameSieveError({
    code: missing ? 'input-missing' : 'input-unreadable',
    message: missing
      ? `There is no manifest "${path}".`
      : `The manifest "${path}" can't be read: ${messageOf(error)}.`,
    hint: `Name a ${manifestName}, or the folder of stills that it lies in.`,
    cause: error,
  });
}

function foreign(path: string, content: unknown, error: ZodError): FrameSieveError {
  const newer = newerVersion(content);
  if (newer !== null) {
    return new FrameSieveError({
      code: 'input-unreadable',
      message: `The manifest "${path}" is of version ${newer}, this FrameSieve knows version 1.`,
      hint: 'Update FrameSieve.',
      cause: error,
    });
  }
  const at = error.issues[0]?.path.join('.');
  return new FrameSieveError({
    code: 'input-unreadable',
    message: `"${path}" is not a manifest that this version understands${at ? `: see \`${at}\`` : ''}.`,
    hint: `Name a ${manifestName} that framesieve export has written, or the folder of stills that it lies in.`,
    cause: error,
  });
}

/** The version of what looks like a manifest of a later one; else `null`. */
function newerVersion(content: unknown): number | null {
  if (typeof content !== 'object' || content === null || !('version' in content)) return null;
  const { version } = content;
  return 'stills' in content && typeof version === 'number' && version > 1 ? version : null;
}
