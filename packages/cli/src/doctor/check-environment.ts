import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { messageOf } from '@framesieve/core';
import { createRegistry } from '../compose.ts';
import { listParts } from '../list-parts.ts';
import { openLibrary } from '../models/open-library.ts';
import { ensureWritable } from '../open-database.ts';
import { ownVersion } from '../own-version.ts';
import { asFrameSieveError } from '../reported-error.ts';
import type { Settings } from '../settings.ts';
import { type Check, fromAvailability, ok, warning } from './check.ts';
import { checkScoring } from './check-scoring.ts';

const gigabyte = 1e9;

/** Looks at everything that a run depends on. */
export async function checkEnvironment(settings: Settings): Promise<readonly Check[]> {
  const { decoders, metrics } = await listParts(settings);
  const missing = await missingModels(settings);
  const parts = [
    ...decoders.map(part => ['decoder', part] as const),
    ...metrics.filter(({ id }) => !missing.includes(id)).map(part => ['metric', part] as const),
  ];
  return [
    ok('framesieve', `${ownVersion()} (Apache-2.0)`),
    ok('node', `${process.version}, ${process.platform} ${process.arch}`),
    ...parts.map(([kind, part]) =>
      part.available
        ? ok(`${kind} ${part.id}`, `${part.version}`)
        : warning(`${kind} ${part.id}`, part.reason ?? 'not available', part.hint),
    ),
    ...(await checkHardware(settings)),
    ...(missing.length > 0 ? [ok('further metrics', describeMissing(missing))] : []),
    ...(await checkScoring(settings)),
    await guarded('database', checkDatabase),
    await guarded('image encoder', checkEncoder),
    await checkOutput(settings.out),
    ok(
      'licences',
      "FrameSieve is Apache-2.0. node-av's FFmpeg binaries contain GPL parts (x264, x265); the figures of brisque/opencv are OpenCV's (Apache-2.0). `framesieve models list` has the licences of models.",
    ),
  ];
}

/** Models that could be had: nothing is wrong when they are not installed. */
async function missingModels(settings: Settings): Promise<readonly string[]> {
  try {
    const { library } = await openLibrary(settings);
    return (await library.list()).filter(({ state }) => state === 'missing').map(({ id }) => id);
  } catch {
    // Without a folder for models there are none; whoever installs one is told.
    return [];
  }
}

function describeMissing(ids: readonly string[]): string {
  return `${ids.join(', ')} can be installed with \`framesieve models pull\``;
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

/** Hardware decoding is off unless asked for, so that nothing is wrong where there is none. */
async function checkHardware(settings: Settings): Promise<readonly Check[]> {
  const { decoders } = await createRegistry(settings, []);
  const checks = decoders.map(async ({ id, hardware }) => {
    // A decoder that can't be used has said so already.
    const states = (await hardware?.(settings.decoderOptions[id]).catch(() => [])) ?? [];
    if (states.length === 0) return [];
    const usable = states.filter(({ problem }) => problem === null).map(({ name }) => name);
    const others = states
      .filter(({ known, problem }) => known && problem !== null)
      .map(({ name, problem }) => `${name}: ${problem}`);
    const found = usable.length > 0 ? `${usable.join(', ')} for --hwaccel` : 'none that works';
    return [ok(`hardware (${id})`, [found, ...others].join('; '))];
  });
  return (await Promise.all(checks)).flat();
}

async function checkDatabase(): Promise<Check> {
  const { sqliteAvailability } = await import('@framesieve/store');
  return fromAvailability('database', sqliteAvailability());
}

async function checkEncoder(): Promise<Check> {
  const { encoderAvailability } = await import('@framesieve/exporter');
  return fromAvailability('image encoder', await encoderAvailability());
}

/** A package that can't even be loaded is a finding too. */
async function guarded(name: string, check: () => Promise<Check>): Promise<Check> {
  return check().catch(error => warning(name, messageOf(error), 'Install FrameSieve again.'));
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
