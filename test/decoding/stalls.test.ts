import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DecoderFactory, everyFrame, silentLogger } from '@framesieve/core';
import { createDecodeStage, FramePool } from '@framesieve/decoder';
import { ffmpegDecoder } from '@framesieve/plugin-ffmpeg';
import { libavDecoder } from '@framesieve/plugin-libav';
import { sharedClip } from '@framesieve/testkit/clips';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends } from '../lib/backends.ts';
import { inParts, startWebServer } from '../lib/web-server.ts';

let folder: string;
let file: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve-stalls-'));
  ({ file } = await sharedClip('ts', { frames: 60 }));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A server that falls silent: who looks at the file gets its parts, the decoder, which reads from the start on, its first bytes. */
function startSilentServer(bytes: number, onDecoder: () => void = () => {}) {
  const content = readFileSync(file);
  return startWebServer({
    '/clip.ts': (request, response) => {
      const fromDecoder = /Lavf/.test(request.headers['user-agent'] ?? '');
      if (!fromDecoder) return inParts(content)(request, response);
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, bytes));
      onDecoder();
    },
  });
}

interface Reading {
  readonly path: string;
  readonly stallSeconds: number;
  readonly options?: Readonly<Record<string, unknown>>;
  /** Seconds for which the consumer rests after its tenth frame. */
  readonly pause?: number;
  readonly signal?: AbortSignal;
}

/** Decodes to the end, or to the error. */
async function read(
  decoder: DecoderFactory,
  { path, stallSeconds, options = {}, pause = 0, signal = new AbortController().signal }: Reading,
) {
  const stage = createDecodeStage({ decoders: [decoder], options: { [decoder.id]: options } });
  const context = { signal, logger: silentLogger, frames: new FramePool() };
  const request = { path, stream: null, decoder: null, stallSeconds };
  let frames = 0;
  try {
    await using video = await stage.run(request, context);
    for await (const { record } of video.frames(everyFrame)) {
      frames += 1;
      if (record.ordinal === 9) await sleep(pause * 1000);
    }
    return { frames, error: null };
  } catch (error) {
    return { frames, error: error as Error };
  }
}

describe.each(backends)('a decoder that stands still: %s', (id, available) => {
  const decoder = id === 'libav' ? libavDecoder : ffmpegDecoder;

  it.skipIf(!available)(
    'is given up where its source stops sending, and the error names the place',
    async () => {
      await using server = await startSilentServer(readFileSync(file).length / 2);
      const start = performance.now();
      const { frames, error } = await read(decoder, { path: `${server.origin}/clip.ts`, stallSeconds: 1 });
      expect(server.requests.length).toBeGreaterThan(0);
      expect(error).toMatchObject({ code: 'decode-failed' });
      expect(error!.message).toMatch(
        /has stood still for 1 s, (after frame \d+ \(\d+\.\d{3} s\)|before its first frame)/,
      );
      expect(frames).toBeLessThan(60);
      expect(performance.now() - start).toBeLessThan(20_000);
    },
  );

  it.skipIf(!available).each([0, 30_000])(
    'is left at once when that is asked for while its source is silent, after %i bytes',
    async bytes => {
      const asked = Promise.withResolvers<void>();
      await using server = await startSilentServer(bytes, asked.resolve);
      const controller = new AbortController();
      const reason = new Error('enough');
      const path = `${server.origin}/clip.ts`;
      const reading = read(decoder, { path, stallSeconds: 60, signal: controller.signal });
      await asked.promise;
      // Time to read what there is; where it isn't enough, less is read.
      await sleep(200);
      const start = performance.now();
      controller.abort(reason);
      expect((await reading).error).toBe(reason);
      expect(performance.now() - start).toBeLessThan(10_000);
    },
  );

  it.skipIf(!available)('is not given up while it is the consumer that rests', async () => {
    const { frames, error } = await read(decoder, { path: file, stallSeconds: 2, pause: 2.3 });
    expect(error).toBeNull();
    expect(frames).toBe(60);
  });
});

const [, [, hasFfmpeg] = ['', false, '']] = backends;

describe.skipIf(!hasFfmpeg || process.platform === 'win32')('an ffmpeg command that hangs', () => {
  /** A stand-in for the command that goes to sleep where it should decode, after as many bytes. */
  async function sleeper(bytes: number): Promise<string> {
    const path = join(folder, `sleeper-${bytes}`);
    const decodes = '*"-f rawvideo"*';
    writeFileSync(
      path,
      `#!/bin/sh\ncase "$*" in ${decodes}) ffmpeg "$@" | head -c ${bytes}; exec sleep 1000;; esac\nexec ffmpeg "$@"\n`,
    );
    chmodSync(path, 0o755);
    return path;
  }

  it('is ended, and what it had given is kept', async () => {
    const bytesPerFrame = (160 * 120 * 3) / 2;
    const path = await sleeper(bytesPerFrame * 20);
    const { frames, error } = await read(ffmpegDecoder, { path: file, stallSeconds: 2, options: { path } });
    expect(error).toMatchObject({ code: 'decode-failed' });
    expect(error!.message).toContain('stood still for 2 s, after frame 19 (0.633 s)');
    expect(frames).toBe(20);
    expect(await countProcesses(path)).toBe(0);
  });
});

/** How many processes have a text in their command line. */
async function countProcesses(text: string): Promise<number> {
  const child = spawn('ps', ['-eo', 'args'], { stdio: ['ignore', 'pipe', 'ignore'] });
  let lines = '';
  for await (const chunk of child.stdout) lines += chunk;
  return lines.split('\n').filter(line => line.includes(text)).length;
}
