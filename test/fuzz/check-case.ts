import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DecodedVideo,
  type DecodeIssue,
  everyFrame,
  type FrameRecord,
  FrameSieveError,
  silentLogger,
} from '@framesieve/core';
import { createDecodeStage, FramePool } from '@framesieve/decoder';
import { ffmpegDecoder } from '@framesieve/plugin-ffmpeg';
import { libavDecoder } from '@framesieve/plugin-libav';
import { createRandom } from '@framesieve/testkit/clips';
import { clipOf, damagedCopy, type FuzzCase, fuzzClips } from './cases.ts';

/** What became of a damaged copy. */
export interface CaseResult {
  /** Frames that came. */
  readonly frames: number;
  /** Frames that are flagged as corrupt. */
  readonly corrupt: number;
  readonly issues: number;
  /** Code of the error with which it ended; `null` for none. */
  readonly error: string | null;
  /** Frames read again by seeking that were others, which the exporter then reads linearly. */
  readonly soughtOthers: number;
  /** Frames that are not the original's, and before any place that is reported. */
  readonly silentlyWrong: number;
  /** Whether something is missing or wrong without a word. */
  readonly silent: boolean;
  /** What must not be. */
  readonly violations: readonly string[];
}

interface Pass {
  readonly records: readonly FrameRecord[];
  readonly issues: readonly DecodeIssue[];
}

const stages = {
  libav: createDecodeStage({ decoders: [libavDecoder] }),
  ffmpeg: createDecodeStage({ decoders: [ffmpegDecoder] }),
};
const originals = new Map<string, Promise<readonly FrameRecord[]>>();

/** Codes with which a file that is no longer a video may be refused. */
const allowedCodes = ['input-not-video', 'input-no-video-stream', 'input-empty', 'decode-failed'];
const rereadFrames = 4;

/** Containers that state their own length, so that a cut can be known: what Ogg, MPEG-TS and MPEG-PS end with may be their end. */
const statesLength = new Set(['mp4', 'mov', 'mkv', 'webm', 'avi']);

/**
 * Checks what must hold for a damaged copy: it gives frames or one clear error; ordinals have no gaps; frames that are read
 * again are the same. Of a copy that was cut, all frames but the last few are the original's: at the cut, as many as there
 * are B-frames in a row may be followers of frames that are lost, and one may be incomplete; and where the container states
 * its length, the cut is reported.
 *
 * It decodes a damaged copy, compares it with the original, and reads a sample of its frames again.
 */
export async function checkCase(fuzzCase: FuzzCase): Promise<CaseResult> {
  const original = await originalFrames(fuzzCase);
  const folder = await mkdtemp(join(tmpdir(), 'framesieve-fuzz-'));
  const path = join(folder, `damaged.${fuzzClips[fuzzCase.clip]!.extension}`);
  const pool = new FramePool();
  const context = { signal: new AbortController().signal, logger: silentLogger, frames: pool };
  const violations: string[] = [];
  let pass: Pass = { records: [], issues: [] };
  let [error, soughtOthers] = [null as string | null, 0];
  try {
    await writeFile(path, await damagedCopy(fuzzCase));
    await using video = await stages[fuzzCase.decoder].run({ path, stream: null, decoder: null }, context);
    const records: FrameRecord[] = [];
    try {
      for await (const { record } of video.frames(everyFrame)) records.push(record);
    } finally {
      pass = { records, issues: video.issues };
    }
    if (video.frameCount !== records.length)
      violations.push('The number of frames is not that of the frames.');
    soughtOthers = await reread(video, records, fuzzCase.seed, violations);
  } catch (thrown) {
    error = FrameSieveError.isInstance(thrown) ? thrown.code : `bare: ${String(thrown)}`;
    if (!allowedCodes.includes(error)) violations.push(`It ended with ${error}.`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  if (pool.inUse !== 0) violations.push(`${pool.inUse} buffers are still out.`);
  const { records, issues } = pass;
  if (records.some(({ ordinal }, i) => ordinal !== i)) violations.push('The ordinals have gaps.');
  const silentlyWrong = compare(original, pass);
  const complete = records.length === original.length && silentlyWrong === 0;
  const silent = error === null && issues.length === 0 && !complete;
  if (fuzzCase.kind === 'cut') {
    const clip = fuzzClips[fuzzCase.clip]!;
    const atCut = (clip.options.bFrames ?? 0) + 1;
    const whole = records.slice(0, Math.max(0, records.length - atCut));
    const other = whole.find(({ ordinal, fingerprint }) => fingerprint !== original[ordinal]?.fingerprint);
    if (other) violations.push(`Frame ${other.ordinal} of ${records.length} is not the original's.`);
    if (silent && statesLength.has(clip.extension)) violations.push('Nothing is said of the cut.');
  }
  const corrupt = records.filter(record => record.corrupt).length;
  return {
    ...{ frames: records.length, corrupt, issues: issues.length, error },
    ...{ soughtOthers, silentlyWrong, silent, violations },
  };
}

function originalFrames(fuzzCase: FuzzCase): Promise<readonly FrameRecord[]> {
  const key = `${fuzzCase.clip} ${fuzzCase.decoder}`;
  const known = originals.get(key) ?? decodeOriginal(fuzzCase);
  originals.set(key, known);
  return known;
}

async function decodeOriginal(fuzzCase: FuzzCase): Promise<readonly FrameRecord[]> {
  const { file, truth } = await clipOf(fuzzCase);
  const context = { signal: new AbortController().signal, logger: silentLogger, frames: new FramePool() };
  await using video = await stages[fuzzCase.decoder].run(
    { path: file, stream: null, decoder: null },
    context,
  );
  const records = (await Array.fromAsync(video.frames(everyFrame))).map(({ record }) => record);
  if (records.length !== truth.frames || video.issues.length > 0) {
    throw new Error(`${file} has ${records.length} frames and ${video.issues.length} issues undamaged.`);
  }
  return records;
}

/** How many frames before the first reported place are not the original's. */
function compare(original: readonly FrameRecord[], { records, issues }: Pass): number {
  const reported = issues.map(({ ordinal }) => ordinal ?? 0);
  const sound = records.slice(0, Math.min(records.length, ...reported));
  return sound.filter(({ fingerprint }, i) => fingerprint !== original[i]?.fingerprint).length;
}

/** Reads some frames again, by seeking and from the start; the latter has to give the same. */
async function reread(
  video: DecodedVideo,
  records: readonly FrameRecord[],
  seed: number,
  violations: string[],
): Promise<number> {
  const random = createRandom(seed + 1);
  const some = Array.from({ length: rereadFrames }, () => Math.floor(random.unit() * records.length));
  const ordinals = [...new Set(some)].sort((a, b) => a - b);
  const index = {
    ptsTicks: Float64Array.from(records, record => record.ptsTicks),
    keyFrames: Uint8Array.from(records, record => Number(record.keyFrame)),
  };
  const read = async (linear: boolean) => {
    const found = new Map<number, FrameRecord>();
    for await (const { record } of video.framesAt(ordinals, { index, linear }))
      found.set(record.ordinal, record);
    return ordinals.filter(ordinal => {
      const again = found.get(ordinal);
      const { fingerprint, ptsTicks } = records[ordinal]!;
      return again?.fingerprint !== fingerprint || again.ptsTicks !== ptsTicks;
    });
  };
  const sought = await read(false);
  const wrong = sought.length > 0 ? await read(true) : [];
  if (wrong.length > 0) violations.push(`Frames ${wrong.join(', ')} are others when they are read again.`);
  return sought.length;
}
