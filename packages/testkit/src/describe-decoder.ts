import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DecodedFrame,
  type DecodeIssue,
  type Decoder,
  type FrameIndex,
  FrameSieveError,
  frameLayout,
  type OpenVideo,
  parsePixelFormat,
  type ReadOptions,
  silentLogger,
} from '@framesieve/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CountingAllocator } from './counting-allocator.ts';
import { allKnown, type DecoderClip, type DecoderSuite } from './decoder-suite.ts';
import { itGlances } from './glance-tests.ts';
import { indexOf, type Seen, take, withoutDigest } from './seen-frame.ts';
import { silentWave } from './silent-wave.ts';

/**
 * The contract that every decoder backend keeps, as tests: call it at the top level of a test file. For each clip:
 * count, order, timestamps, sizes and layout of the frames; re-reading gives the same bytes; leaving, aborting and
 * disposing free everything; several videos can be open at once. Plus the errors for files that are no video.
 */
export function describeDecoder(suite: DecoderSuite): void {
  const { name, factory, options = {}, clips, knows = allKnown } = suite;
  describe(`${name} keeps the decoder contract`, () => {
    let decoder: Decoder;
    let folder: string;

    beforeAll(async () => {
      decoder = await factory.create(options);
      folder = await mkdtemp(join(tmpdir(), 'framesieve-decoder-'));
    });
    afterAll(async () => {
      await rm(folder, { recursive: true, force: true });
    });

    const open = (path: string, signal = new AbortController().signal) =>
      decoder.open(path, { signal, logger: silentLogger });

    it('says what it is', async () => {
      expect(await factory.availability()).toMatchObject({ available: true, version: decoder.version });
      expect(decoder.id).toBe(factory.id);
      expect(decoder.version).not.toBe('');
      expect(factory.summary).not.toBe('');
    });

    it('refuses a text file as no video', async () => {
      const path = join(folder, 'text.mp4');
      await writeFile(path, 'This is no video, whatever it is called.\n'.repeat(50));
      await expectCode(open(path), 'input-not-video');
    });

    it('refuses a file that has sound only', async () => {
      const path = join(folder, 'sound.wav');
      await writeFile(path, silentWave());
      await expectCode(open(path), 'input-no-video-stream');
    });

    it('fails with a sentence when the file is missing', async () => {
      const error = await open(join(folder, 'missing.mp4')).catch((caught: unknown) => caught);
      expect(FrameSieveError.isInstance(error)).toBe(true);
    });

    describe.each(clips)('$name', clip => {
      const count = clip.ptsTicks.length;
      const wanted = spread(count);
      let path: string;
      let whole: Promise<{ seen: readonly Seen[]; leaked: number }> | null = null;

      beforeAll(async () => {
        path = typeof clip.path === 'string' ? clip.path : await clip.path();
      });

      /** One complete decode, shared by the tests that compare with it. */
      const readWhole = () => {
        whole ??= (async () => {
          const frames = new CountingAllocator();
          await using video = await open(path);
          const seen: Seen[] = [];
          for await (const frame of video.frames(readOptions(video, { frames }))) {
            assertLayout(frame, clip);
            seen.push(take(frame, wanted.includes(frame.ordinal)));
          }
          return { seen, leaked: frames.inUse };
        })();
        return whole;
      };

      it('describes its streams', async () => {
        await using video = await open(path);
        expect(video.container).not.toBe('');
        const stream = mainStream(video);
        expect(stream.width).toBe(clip.width);
        expect(stream.height).toBe(clip.height);
        expect(stream.timeBase.numerator).toBeGreaterThan(0);
        expect(stream.timeBase.denominator).toBeGreaterThan(0);
      });

      it('offers the tags of the container as they are written there', async ({ skip }) => {
        await using video = await open(path);
        if (!video.tags) return skip('This decoder reads no tags.');
        for (const tag of Object.entries(video.tags).flat()) expect(tag).toBeTypeOf('string');
        expect(video.tags).toMatchObject(clip.tags ?? {});
      });

      it('yields every frame once, in order, with its timestamp', async () => {
        const { seen, leaked } = await readWhole();
        expect(seen.map(frame => frame.ordinal)).toEqual(Array.from({ length: count }, (_, i) => i));
        expect(seen.map(frame => frame.ptsTicks)).toEqual(
          knows.timestamps ? clip.ptsTicks : clip.ptsTicks.map(() => null),
        );
        const expectedKeys = knows.keyFrames ? clip.keyFrames : [0];
        if (expectedKeys) {
          const keys = seen.filter(frame => frame.keyFrame).map(frame => frame.ordinal);
          expect(keys).toEqual(expectedKeys);
        }
        expect(leaked).toBe(0);
      });

      it.each(['without an index', 'with an index', 'linearly'] as const)(
        'reads frames again, the same to the byte, %s',
        async how => {
          const { seen } = await readWhole();
          const frames = new CountingAllocator();
          await using video = await open(path);
          const index = how === 'without an index' ? {} : { index: indexOf(seen) };
          const read = readOptions(video, { frames, ...index, linear: how === 'linearly' });
          const again: Seen[] = [];
          for await (const frame of video.framesAt([...wanted, count, count + 7], read)) {
            again.push(take(frame, true));
          }
          expect(again).toEqual(wanted.map(ordinal => seen[ordinal]));
          expect(frames.inUse).toBe(0);
        },
      );

      it('leaves out no frame before `untilTicks`, and says so when it ends early', async () => {
        const { seen } = await readWhole();
        const untilTicks = seen[Math.floor(count / 2)]!.ptsTicks ?? 0;
        const frames = new CountingAllocator();
        let endsEarly = false;
        const endedEarly = () => {
          endsEarly = true;
        };
        await using video = await open(path);
        const some: Seen[] = [];
        for await (const frame of video.frames({
          ...readOptions(video, { frames }),
          untilTicks,
          endedEarly,
        })) {
          some.push(take(frame, false));
        }
        expect(some).toEqual(seen.slice(0, some.length).map(withoutDigest));
        const isBefore = ({ ptsTicks }: Seen) => ptsTicks !== null && ptsTicks < untilTicks;
        expect(some.filter(isBefore)).toHaveLength(seen.filter(isBefore).length);
        expect(some.length < count).toBe(endsEarly);
        expect(frames.inUse).toBe(0);
      });

      it('decodes no further than it is asked to, and frees everything when left', async () => {
        const frames = new CountingAllocator();
        await using video = await open(path);
        for await (const frame of video.frames(readOptions(video, { frames }))) {
          await new Promise(resolve => setTimeout(resolve, 20));
          expect(frames.inUse).toBeLessThanOrEqual(3);
          frame.buffer.release();
          if (frame.ordinal === 2) break;
        }
        expect(frames.inUse).toBe(0);
      });

      it('stops with the reason of the signal', async () => {
        const frames = new CountingAllocator();
        await using video = await open(path);
        const controller = new AbortController();
        const reason = new Error('stop here');
        const read = async () => {
          for await (const frame of video.frames(readOptions(video, { frames, signal: controller.signal }))) {
            frame.buffer.release();
            if (frame.ordinal === Math.min(1, count - 1)) controller.abort(reason);
          }
        };
        await expect(read()).rejects.toBe(reason);
        expect(frames.inUse).toBe(0);
        await expect(open(path, controller.signal)).rejects.toBe(reason);
      });

      it('ends an iteration when the video is disposed of', async () => {
        const frames = new CountingAllocator();
        const video = await open(path);
        const iterator = video.frames(readOptions(video, { frames }))[Symbol.asyncIterator]();
        const first = await iterator.next();
        if (!first.done) first.value.buffer.release();
        await video[Symbol.asyncDispose]();
        const next = await iterator.next();
        expect(next.done).toBe(true);
        expect(frames.inUse).toBe(0);
      });

      it('stops waiting for memory when aborted, and when the video is disposed of', async () => {
        const reason = new Error('stop waiting');
        const controller = new AbortController();
        await using video = await open(path);
        const aborting = video.frames(
          readOptions(video, { frames: new CountingAllocator(0), signal: controller.signal }),
        );
        const first = aborting[Symbol.asyncIterator]().next();
        setTimeout(() => controller.abort(reason), 20);
        await expect(first).rejects.toBe(reason);
        const closing = video.frames(readOptions(video, { frames: new CountingAllocator(0) }));
        const next = closing[Symbol.asyncIterator]().next();
        setTimeout(() => void video[Symbol.asyncDispose](), 20);
        expect((await next).done).toBe(true);
      });

      it('reads two opened videos at the same time', async () => {
        const { seen } = await readWhole();
        const frames = new CountingAllocator();
        const limit = Math.min(count, 12);
        const expected = seen.slice(0, limit).map(withoutDigest);
        const readSome = async () => {
          await using video = await open(path);
          const some: Seen[] = [];
          for await (const frame of video.frames(readOptions(video, { frames }))) {
            some.push(take(frame, false));
            if (some.length === limit) break;
          }
          return some;
        };
        const [one, other] = await Promise.all([readSome(), readSome()]);
        expect(one).toEqual(expected);
        expect(other).toEqual(expected);
        expect(frames.inUse).toBe(0);
      });

      itGlances(() => ({ ...clip, open: () => open(path), readOptions }));
    });
  });
}

function mainStream(video: OpenVideo): OpenVideo['streams'][number] {
  const stream = video.streams.find(candidate => !candidate.attachedPicture);
  if (!stream) throw new Error('The video has no stream but cover art.');
  return stream;
}

function readOptions(
  video: OpenVideo,
  options: { frames: CountingAllocator; signal?: AbortSignal; index?: FrameIndex; linear?: boolean },
): ReadOptions {
  const report = (issue: DecodeIssue) => {
    expect(issue.message).not.toBe('');
  };
  return { stream: mainStream(video).index, signal: new AbortController().signal, report, ...options };
}

function assertLayout(frame: DecodedFrame, clip: DecoderClip): void {
  const { width, height, pixelFormat } = frame.format;
  expect([width, height]).toEqual([clip.width, clip.height]);
  expect(pixelFormat).toEqual(parsePixelFormat(pixelFormat.name));
  expect(frame.buffer.bytes.byteLength).toBe(frameLayout(pixelFormat, width, height).byteLength);
}

/** A few ordinals: neighbours, the middle, and both ends. */
function spread(count: number): readonly number[] {
  const middle = Math.floor(count / 2);
  const wanted = [0, 1, Math.floor(count / 3), middle, middle + 1, count - 2, count - 1];
  return [...new Set(wanted)].filter(ordinal => ordinal >= 0 && ordinal < count).sort((a, b) => a - b);
}

async function expectCode(promise: Promise<unknown>, code: string): Promise<void> {
  const error = await promise.catch((caught: unknown) => caught);
  expect(FrameSieveError.isInstance(error)).toBe(true);
  expect(error).toMatchObject({ code });
}
