import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sharedClips } from '@framesieve/testkit/shared';
import type { SieveReport } from 'framesieve';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends } from './lib/backends.ts';
import { finished, runCommand, startCommand } from './lib/command.ts';
import { expectValid } from './lib/documents.ts';
import { lumaPlugin } from './lib/luma-plugin.ts';
import { storedFrames } from './lib/stored-frames.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve real '));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(sharedClips().length === 0)('real clips', () => {
  // A metric that costs nothing, so that every frame of every clip can be scored.
  const config = () => {
    writeFileSync(join(folder, 'luma.ts'), lumaPlugin);
    const file = join(folder, 'luma.config.json');
    writeFileSync(
      file,
      JSON.stringify({ plugins: ['./luma.ts'], metric: 'luma', select: { top: 2, coverage: 0 } }),
    );
    return file;
  };

  describe.each(backends)('through %s', (decoder, available, title) => {
    it.skipIf(!available)(
      `have the frames and times of the truth, and stills of the scored frames (${title})`,
      async () => {
        // That every clip has the frames of its truth through both decoders is tested without the command.
        const clips = sharedClips().filter(clip => clip.frameCount < 200);
        const args = [
          'run',
          ...clips.map(clip => clip.path),
          '--config',
          config(),
          '--decoder',
          decoder,
          '--out',
          `real-${decoder}`,
        ];
        const result = await runCommand([...args, '--json'], { cwd: folder });
        const report: SieveReport = JSON.parse(result.stdout);
        expectValid('report', report);
        expect(report.videos.map(({ status, error }) => [status, error])).toEqual(
          report.videos.map(({ path }) => [
            path.includes('damaged') ? expect.stringMatching(/ok|partial/) : 'ok',
            null,
          ]),
        );
        for (const [i, clip] of clips.entries()) {
          const video = report.videos[i]!;
          const rows = storedFrames(join(folder, video.db!), video.metrics[0]!.runId);
          expect(video, clip.name).toMatchObject({ frames: clip.frameCount, decoder });
          expect(
            rows.map(row => (row.pts_source === 'container' ? row.pts_ticks : null)),
            clip.name,
          ).toEqual(clip.ptsTicks);
          expect(video.picks!.length, clip.name).toBeGreaterThan(0);
          for (const pick of video.picks!) expect(pick.verified, clip.name).toBe('exact');
        }
      },
    );
  });
});

const long = sharedClips().find(clip => clip.frameCount > 5000);

describe.skipIf(!long)('a long video', () => {
  it('takes no more memory than a short one', async () => {
    const args = ['score', long!.path, '--every', '25', '--out', 'out-long', '--json'];
    const child = startCommand(args, { cwd: folder });
    const ended = finished(child);
    const samples: number[] = [];
    const exit = once(child, 'exit');
    while (child.exitCode === null) {
      samples.push(residentMegabytes(child.pid!));
      await Promise.race([sleep(50), exit]);
    }
    const { exitCode, stdout } = await ended;
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).videos[0]).toMatchObject({ frames: long!.frameCount, status: 'ok' });
    expect(samples.length).toBeGreaterThan(20);
    const third = Math.floor(samples.length / 3);
    const peak = (from: number, to: number) => Math.max(...samples.slice(from, to));
    // Twice as many frames later, the peak is what it was.
    expect(peak(2 * third, samples.length)).toBeLessThan(peak(third, 2 * third) + 32);
  });
});

function residentMegabytes(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
