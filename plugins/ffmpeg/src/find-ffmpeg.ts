import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { messageOf } from '@framesieve/core';
import { type FfmpegVersion, parseFfmpegVersion } from './ffmpeg-version.ts';

/** An ffmpeg command that runs. */
export interface FfmpegBinary extends FfmpegVersion {
  readonly path: string;
}

/** The outcome of looking for ffmpeg: what was found, and where it was looked for before in vain. */
export interface FfmpegSearch {
  readonly binary: FfmpegBinary | null;
  readonly failed: readonly FailedCandidate[];
}

/** A place where no ffmpeg that runs was found. */
export interface FailedCandidate {
  /** Where, and what was wrong there. */
  readonly description: string;
  /** Whether somebody named this very binary, and should know that it is not used. */
  readonly named: boolean;
}

interface Candidate {
  readonly origin: string;
  readonly path: string;
  readonly named: boolean;
}

/**
 * Looks for an ffmpeg that runs: the given path, the variable `FRAMESIEVE_FFMPEG`, the package `ffmpeg-static`, `PATH`.
 *
 * @param path from the config or the command line; `null` when none was given.
 */
export async function findFfmpeg(path: string | null): Promise<FfmpegSearch> {
  const failed: FailedCandidate[] = [];
  for (const { origin, path: command, named } of await candidates(path)) {
    try {
      return { binary: { path: command, ...(await versionOf(command)) }, failed };
    } catch (error) {
      failed.push({ description: `${origin} ${reasonOf(error, command)}`, named });
    }
  }
  return { binary: null, failed };
}

async function candidates(path: string | null): Promise<Candidate[]> {
  const list: Candidate[] = [];
  if (path !== null) list.push({ origin: `the configured "${path}"`, path, named: true });
  const named = process.env.FRAMESIEVE_FFMPEG;
  if (named) list.push({ origin: `FRAMESIEVE_FFMPEG="${named}"`, path: named, named: true });
  const bundled = await bundledFfmpeg();
  if (bundled !== null) list.push({ origin: 'the one of ffmpeg-static', path: bundled, named: false });
  list.push({ origin: '"ffmpeg" in PATH', path: 'ffmpeg', named: false });
  return list;
}

// An optional dependency whose binary is a download of its own: either may be absent.
async function bundledFfmpeg(): Promise<string | null> {
  try {
    const bundled: unknown = (await import('ffmpeg-static')).default;
    return typeof bundled === 'string' ? bundled : null;
  } catch {
    return null;
  }
}

/** Versions of the commands that ran, by `PATH` and command: each is asked once, since every video opened needs to know. */
const known = new Map<string, Promise<FfmpegVersion>>();

async function versionOf(command: string): Promise<FfmpegVersion> {
  const key = `${process.env.PATH}\0${command}`;
  const asked = known.get(key) ?? readVersion(command);
  known.set(key, asked);
  // What failed may be mended meanwhile.
  asked.catch(() => known.delete(key));
  return asked;
}

async function readVersion(command: string): Promise<FfmpegVersion> {
  const options = { timeout: 20_000, windowsHide: true, maxBuffer: 1 << 20 };
  const { stdout } = await promisify(execFile)(command, ['-version'], options);
  const version = parseFfmpegVersion(stdout);
  if (version === null) throw new Error('is not FFmpeg: its -version says something else');
  return version;
}

function reasonOf(error: unknown, command: string): string {
  const { code, killed } = error as { code?: unknown; killed?: boolean };
  if (code === 'ENOENT') return 'does not exist';
  if (code === 'EACCES') return 'may not be executed';
  if (killed) return 'did not answer to -version within 20 s';
  if (typeof code === 'number') return `ended with exit code ${code} when asked for -version`;
  return messageOf(error).replace(command, '').trim();
}
