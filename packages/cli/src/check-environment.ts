import { statfs } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { availableMemory } from 'node:process';
import { messageOf } from '@framesieve/core';
import type { z } from 'zod';
import type { doctorSchema } from './json-document.ts';
import { listParts } from './list-parts.ts';
import { ensureWritable } from './open-database.ts';
import { ownVersion } from './own-version.ts';
import { asFrameSieveError } from './reported-error.ts';
import type { Settings } from './settings.ts';

/** One thing that was looked at. */
export type Check = z.infer<typeof doctorSchema>['checks'][number];

const gigabyte = 1e9;

/** Looks at everything that a run depends on. */
export async function checkEnvironment(settings: Settings): Promise<readonly Check[]> {
  const { decoders, metrics } = await listParts(settings);
  const parts = [
    ...decoders.map(part => ['decoder', part] as const),
    ...metrics.map(part => ['metric', part] as const),
  ];
  return [
    ok('framesieve', `${ownVersion()} (Apache-2.0)`),
    ok('node', `${process.version}, ${process.platform} ${process.arch}, ${availableParallelism()} cores`),
    checkMemory(),
    ...parts.map(([kind, part]) =>
      part.available
        ? ok(`${kind} ${part.id}`, `${part.version}`)
        : warning(`${kind} ${part.id}`, part.reason ?? 'not available', part.hint),
    ),
    await checkDatabase(),
    await checkOutput(settings.out),
    ok(
      'licences',
      "FrameSieve is Apache-2.0. node-av's FFmpeg binaries contain GPL parts (x264, x265); the figures of brisque/opencv are OpenCV's (Apache-2.0).",
    ),
  ];
}

/** The checks, for a person. */
export function describeChecks(checks: readonly Check[]): string {
  const width = Math.max(...checks.map(check => check.name.length));
  const lines = checks.flatMap(({ name, status, detail, hint }) => {
    const line = `${status === 'ok' ? '✓' : '!'} ${name.padEnd(width)}  ${detail}`;
    return hint === null ? [line] : [line, `  ${' '.repeat(width)}  → ${hint}`];
  });
  return lines.join('\n');
}

function checkMemory(): Check {
  const bytes = availableMemory();
  const detail = `${(bytes / gigabyte).toFixed(1)} GB available`;
  if (bytes > gigabyte / 2) return ok('memory', detail);
  return warning('memory', detail, 'Large videos need some hundred megabytes: close other programs.');
}

async function checkDatabase(): Promise<Check> {
  try {
    const { openStore } = await import('@framesieve/store');
    await using store = await openStore(':memory:');
    return ok('database', `SQLite works (${store.location})`);
  } catch (error) {
    return warning(
      'database',
      messageOf(error),
      'Install FrameSieve again: its SQLite driver does not load.',
    );
  }
}

async function checkOutput(folder: string): Promise<Check> {
  const existing = await nearestFolder(folder);
  try {
    await ensureWritable(existing);
    const { bavail, bsize } = await statfs(existing);
    const free = bavail * bsize;
    const detail = `${folder}: ${(free / gigabyte).toFixed(1)} GB free`;
    if (free > gigabyte) return ok('output folder', detail);
    return warning('output folder', detail, 'Free some space, or choose another disk with --out.');
  } catch (error) {
    const { message, hint } = asFrameSieveError(error);
    return warning('output folder', message, hint);
  }
}

/** The folder itself, or the nearest one above that exists: a check makes nothing. */
async function nearestFolder(folder: string): Promise<string> {
  const exists = await statfs(folder).then(
    () => true,
    () => false,
  );
  return exists || dirname(folder) === folder ? folder : nearestFolder(dirname(folder));
}

function ok(name: string, detail: string): Check {
  return { name, status: 'ok', detail, hint: null };
}

function warning(name: string, detail: string, hint: string | null): Check {
  return { name, status: 'warning', detail, hint };
}
