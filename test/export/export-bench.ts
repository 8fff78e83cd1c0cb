import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { silentLogger } from '@framesieve/core';
import { createDecodeStage, FramePool, frameToRgb } from '@framesieve/decoder';
import { libavDecoder } from '@framesieve/plugin-libav';
import { sharedClip } from '@framesieve/testkit/clips';
import sharp from 'sharp';
import { expect } from 'vitest';
import { type CommandResult, finished, runCommand, startCommand } from '../lib/command.ts';
import { lumaPlugin } from '../lib/luma-plugin.ts';

/** Frames that are exported. */
export const wanted = [4, 23, 50, 77, 99, 120, 141, 150, 171, 185, 210, 238] as const;

/** Bytes of a decoded frame of the clip. */
export const frameBytes = (640 * 480 * 3) / 2;

/** A scored video, whose frames are exported while something goes wrong. */
export class ExportBench {
  readonly folder: string;
  readonly #reference: ReadonlyMap<number, Buffer>;

  constructor(folder: string, reference: ReadonlyMap<number, Buffer>) {
    this.folder = folder;
    this.#reference = reference;
  }

  /** Exports the wanted frames to a folder, to the end. */
  export(out: string, ...more: string[]): Promise<CommandResult> {
    return runCommand(this.#args(out, more), { cwd: this.folder });
  }

  /** Starts such an export. */
  start(out: string, ...more: string[]) {
    const child = startCommand(this.#args(out, more), { cwd: this.folder });
    return { child, ended: finished(child) };
  }

  #args(out: string, more: readonly string[]): string[] {
    const frames = ['--frames', wanted.join(',')];
    return ['export', 'clip.mp4', ...frames, '--db', 'scores.sqlite', '--out', out, '--verbose', ...more];
  }

  /**
   * Makes an ffmpeg command that does something first, or else, in the first decodes of chosen frames.
   *
   * @param script shell commands; `"$ffmpeg" "$@"` is what was to be run, and follows where they don't exit.
   */
  async ffmpeg(real: string, name: string, script: string, { always = false } = {}): Promise<string> {
    const path = join(this.folder, name);
    const kind = always ? '*showinfo*pipe:1*' : '*select=*';
    const once = always ? 'true' : `mkdir '${path}.done' 2> /dev/null`;
    const lines = [
      '#!/bin/sh',
      `ffmpeg='${real}'`,
      `case "$*" in ${kind}) if ${once}; then`,
      script,
      'fi ;; esac',
      'exec "$ffmpeg" "$@"',
    ];
    await writeFile(path, `${lines.join('\n')}\n`);
    await chmod(path, 0o755);
    return path;
  }

  /** The folder of stills within an output folder; `null` before there is one. */
  #stillsIn(out: string): string | null {
    const parent = join(this.folder, out);
    const name = existsSync(parent)
      ? readdirSync(parent).find(entry => entry.startsWith('clip-'))
      : undefined;
    return name === undefined ? null : join(parent, name);
  }

  /** Names in the folder of stills. */
  namesIn(out: string): readonly string[] {
    const folder = this.#stillsIn(out);
    return folder ? readdirSync(folder).sort() : [];
  }

  /** Waits for so many stills. */
  async stillsAppear(out: string, count: number, isOver: () => boolean): Promise<void> {
    while (!isOver() && this.namesIn(out).filter(name => name.endsWith('.png')).length < count)
      await sleep(2);
  }

  /** Every file that is called a still is whole, and its pixels are those of the frame that decoding from the start gives. */
  async expectRightStills(out: string): Promise<readonly number[]> {
    const ordinals: number[] = [];
    for (const name of this.namesIn(out).filter(entry => entry.endsWith('.png'))) {
      const ordinal = Number(/_f(\d{6})_/.exec(name)?.[1]);
      const pixels = await sharp(readFileSync(join(this.#stillsIn(out)!, name)))
        .raw()
        .toBuffer();
      expect(pixels.equals(this.#reference.get(ordinal)!), name).toBe(true);
      ordinals.push(ordinal);
    }
    return ordinals;
  }

  /** The next call, with nothing wrong, does what is left, and leaves nothing but the stills and their manifest. */
  async expectFinished(out: string, ...more: string[]): Promise<void> {
    const result = await this.export(out, ...more);
    expect(result.exitCode, result.stderr).toBe(0);
    expect(await this.expectRightStills(out)).toEqual(wanted);
    expect(this.namesIn(out).filter(name => !name.endsWith('.png'))).toEqual(['manifest.json']);
    const manifest = JSON.parse(readFileSync(join(this.#stillsIn(out)!, 'manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({ complete: true, failed: [] });
    expect(manifest.stills).toHaveLength(wanted.length);
  }
}

/** Scores a clip by a decoder, in a folder of its own, and reads the wanted frames of it from the start. */
export async function makeBench(folder: string, decoder: string): Promise<ExportBench> {
  mkdirSync(folder, { recursive: true });
  const clip = await sharedClip('mp4', {
    frames: 240,
    gop: 20,
    width: 640,
    height: 480,
    bFrames: 3,
    encoderOptions: { 'x264-params': 'scenecut=0' },
  });
  copyFileSync(clip.file, join(folder, 'clip.mp4'));
  writeFileSync(join(folder, 'luma.ts'), lumaPlugin);
  const config = { plugins: ['./luma.ts'], metric: 'luma', decoder };
  writeFileSync(join(folder, 'framesieve.config.json'), JSON.stringify(config));
  const scored = await runCommand(['score', 'clip.mp4', '--db', 'scores.sqlite'], { cwd: folder });
  expect(scored.exitCode, scored.stderr).toBe(0);
  return new ExportBench(folder, await readFromStart(clip.file));
}

async function readFromStart(path: string): Promise<ReadonlyMap<number, Buffer>> {
  const context = { signal: new AbortController().signal, logger: silentLogger, frames: new FramePool() };
  const stage = createDecodeStage({ decoders: [libavDecoder] });
  await using video = await stage.run({ path, stream: null, decoder: null }, context);
  const pixels = new Map<number, Buffer>();
  for await (const frame of video.framesAt(wanted, { linear: true })) {
    const { data } = frameToRgb(frame, { area: 'whole' });
    pixels.set(frame.record.ordinal, Buffer.from(data));
  }
  return pixels;
}
