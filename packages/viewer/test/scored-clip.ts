import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DecodeStage,
  everyFrame,
  type FrameRecord,
  type FrameScore,
  type ScoredFrame,
  type Store,
  silentLogger,
} from '@framesieve/core';
import { Registry } from '@framesieve/core/registry';
import { createDecodeStage, FramePool } from '@framesieve/decoder';
import libav from '@framesieve/plugin-libav';
import { openStore } from '@framesieve/store';
import { type ClipOptions, sharedClip } from '@framesieve/testkit/clips';
import { makeMetric } from '@framesieve/testkit/records';

/** A clip in a folder of its own, whose frames have been scored. */
export interface ScoredClip extends AsyncDisposable {
  readonly folder: string;
  readonly path: string;
  readonly database: string;
  readonly store: Store;
  readonly decode: DecodeStage;
  /** Of every frame. */
  readonly records: readonly FrameRecord[];
}

/** What the clip is like, and its scores. */
export interface ScoredClipOptions {
  readonly clip?: ClipOptions;
  /** By metric; made up from the ordinal by default. */
  readonly scores?: Readonly<Record<string, (ordinal: number) => FrameScore>>;
  /** Frames that have been scored of a run that was interrupted; all by default. */
  readonly scoredFrames?: number;
  /** Every so many frames are scored; all by default. */
  readonly every?: number;
  /** What is stored of a frame, in place of what was decoded. */
  change?(record: FrameRecord): FrameRecord;
}

const wave = (ordinal: number): FrameScore => ({ score: 5 + Math.sin(ordinal / 3), distribution: null });

/** Makes a clip, decodes it, and stores a score for each of its frames. */
export async function scoredClip(options: ScoredClipOptions = {}): Promise<ScoredClip> {
  const { clip = {}, scores = { 'wave/a': wave }, change = record => record } = options;
  const { scoredFrames = null, every = 1 } = options;
  const folder = await mkdtemp(join(tmpdir(), 'framesieve-viewer-'));
  const path = join(folder, 'clip.mp4');
  await copyFile((await sharedClip('mp4', { frames: 40, ...clip })).file, path);
  const registry = new Registry();
  registry.use(libav);
  const decode = createDecodeStage({ decoders: registry.decoders });
  const database = join(folder, 'scores.sqlite');
  const store = await openStore(database);
  const context = {
    signal: new AbortController().signal,
    logger: silentLogger,
    frames: new FramePool({ capacityBytes: 16 * 2 ** 20 }),
  };
  const records: FrameRecord[] = [];
  await using video = await decode.run({ path, stream: null, decoder: null }, context);
  for await (const frame of video.frames(everyFrame)) records.push(frame.record);
  await using ledger = await store.begin({
    path,
    identity: video.identity,
    decode: video.description,
    metrics: Object.keys(scores).map(id => makeMetric(id)),
    sampling: everyFrame,
    resume: true,
  });
  async function* scored(): AsyncGenerator<ScoredFrame> {
    for (const record of records.slice(0, scoredFrames ?? records.length)) {
      if (record.ordinal % every !== 0) continue;
      const of = Object.entries(scores).map(([id, score]) => [id, score(record.ordinal)] as const);
      yield { record: change(record), scores: new Map(of) };
    }
  }
  for await (const _ of store.run({ ledger, scored: scored() }, context));
  await ledger.finish({ frameCount: scoredFrames === null ? records.length : null, issues: [] });
  return {
    ...{ folder, path, database, store, decode, records },
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
