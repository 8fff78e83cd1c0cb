import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sharedClip } from '@framesieve/testkit/clips';
import Database from 'better-sqlite3';
import { type SieveReport, sieve } from 'framesieve';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finished, runCommand, startCommand } from './lib/command.ts';
import { expectValid, runForDocument } from './lib/documents.ts';
import { storedFrames } from './lib/stored-frames.ts';

let folder: string;

/** In this order in the folder, and as inputs. */
const good = ['1-short.mp4', '2-long.mp4', '4-wide.mp4', '6-last.mp4'];
const frames = [6, 40, 12, 9];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve jobs '));
  for (const [i, name] of good.entries()) {
    const clip = await sharedClip('mp4', { frames: frames[i]!, width: 160 + 16 * i, height: 128 });
    copyFileSync(clip.file, join(folder, name));
  }
  writeFileSync(join(folder, '3-broken.mp4'), 'no video at all');
  copyFileSync(join(folder, '2-long.mp4'), join(folder, '5-copy.mp4'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What must be the same however many jobs there are. */
function outcome({ videos }: SieveReport) {
  return videos.map(({ path, status, frames, error, metrics, picks }) => ({
    path,
    status,
    frames,
    error: error?.code ?? null,
    scored: metrics.map(({ scored, reused }) => [scored, reused]),
    picks: picks?.map(({ frame, rank, file }) => [frame, rank, file]),
  }));
}

describe('several jobs', () => {
  const inputs = [
    '1-short.mp4',
    '2-long.mp4',
    '3-broken.mp4',
    '4-wide.mp4',
    '5-copy.mp4',
    'none.mp4',
    '6-last.mp4',
  ];

  it('come to the same as one, in the order of the inputs; one that fails stops none', async () => {
    const documents: SieveReport[] = [];
    for (const jobs of ['1', '3']) {
      const args = ['run', ...inputs, '--jobs', jobs, '--format', 'jpg', '--min-gap', '0', '--out'];
      documents.push(await runForDocument([...args, `out-${jobs}`], folder, 3));
      rmSync(join(folder, 'out'), { recursive: true, force: true });
    }
    const [one, three] = documents.map(document =>
      JSON.parse(JSON.stringify(outcome(document)).replaceAll(/out-\d/g, 'out')),
    );
    // Of two copies, the one that gets there first is scored.
    const together = (videos: ReturnType<typeof outcome>) => {
      const [a, b] = [videos[1]!.scored[0]!, videos[4]!.scored[0]!].sort((x, y) => x[0]! - y[0]!);
      return [...videos.filter((_, i) => i !== 1 && i !== 4), a, b];
    };
    expect(together(three)).toEqual(together(one));
    expect(three.map(({ path }: { path: string }) => path)).toEqual(inputs);
    expect(three.map(({ status }: { status: string }) => status)).toEqual([
      'ok',
      'ok',
      'failed',
      'ok',
      'ok',
      'failed',
      'ok',
    ]);
    for (const { fps, metrics, elapsedSeconds } of documents[1]!.videos) {
      if (!metrics[0]?.scored) continue;
      expect(fps).toBeGreaterThanOrEqual(metrics[0].scored / elapsedSeconds);
    }
  });

  it('store the same rows', () => {
    const rows = (out: string) => {
      const file = join(folder, out, 'framesieve.sqlite');
      const database = new Database(file, { readonly: true });
      const runs = database
        .prepare(
          'select run.id from run join decode on decode.id = run.decode_id order by decode.frame_count',
        )
        .pluck()
        .all() as number[];
      database.close();
      return runs.map(run =>
        storedFrames(file, run).map(({ score, ...frame }) => ({ ...frame, score: score?.toFixed(3) })),
      );
    };
    const one = rows('out-1');
    expect(one.map(({ length }) => length)).toEqual(frames.toSorted((a, b) => a - b));
    expect(rows('out-3')).toEqual(one);
  });

  it('share a database in memory, and tell of each event which video it is of', async () => {
    const running = new Set<string>();
    let most = 0;
    const { videos } = await sieve({
      inputs: good,
      cwd: folder,
      config: { jobs: 2, db: ':memory:', export: { out: 'memory', format: 'jpg' } },
      onEvent: event => {
        if (event.type === 'begin') running.add(event.path);
        if (event.type === 'progress' || event.type === 'still') expect(running).toContain(event.path);
        if (event.type === 'end') running.delete(event.path);
        most = Math.max(most, running.size);
      },
    });
    expect(most).toBe(2);
    expect(videos.map(video => [video.path, video.frames])).toEqual(good.map((name, i) => [name, frames[i]]));
    expect(readdirSync(join(folder, 'memory'))).toHaveLength(good.length);
  });

  it('show the speed of all together, and whose each line is', async () => {
    const args = ['score', ...inputs, '--jobs', '3', '--db', ':memory:', '--verbose'];
    const { stdout, stderr, exitCode } = await runCommand(args, { cwd: folder });
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/7 videos: 5 done, 0 partial, 2 failed; 67 frames scored in .* s, .* frames\/s/);
    for (const name of good) expect(stderr).toContain(`${name}: scoring with`);
  });

  it.each([['SIGINT'], ['SIGKILL']] as const)(
    'are ended by %s, and go on where they stopped',
    async signal => {
      const args = ['score', ...good, '--jobs', '3', '--out', signal];
      const child = startCommand([...args, '--json'], { cwd: folder });
      const ended = finished(child);
      await committed(join(folder, signal, 'framesieve.sqlite'));
      child.kill(signal);
      const { exitCode, stdout } = await ended;
      // It may have been done just before.
      expect([signal === 'SIGINT' ? 130 : null, 0]).toContain(exitCode);
      if (signal === 'SIGINT' && exitCode === 130) {
        const document = JSON.parse(stdout);
        expectValid('report', document);
        expect(document.error).toMatchObject({ code: 'interrupted' });
        const order = document.videos.map(({ path }: { path: string }) => good.indexOf(path));
        expect(order).toEqual(order.toSorted());
      }
      const { videos } = await runForDocument(args, folder);
      expect(videos.map(video => video.metrics[0]!.scored + video.metrics[0]!.reused)).toEqual(frames);
      expect(videos.some(video => video.metrics[0]!.reused > 0)).toBe(true);
    },
  );
});

describe('a limit of memory', () => {
  it('that is no size, or too little for anything, is refused before anything is done', async () => {
    for (const [size, problem] of [
      ['lots', 'expected a size such as "2GB" or "800MiB"'],
      ['20MB', 'the program takes at least'],
    ] as const) {
      const { exitCode, stderr } = await runCommand(['run', good[0]!, '--memory', size, '--out', 'refused'], {
        cwd: folder,
      });
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining(problem)]);
    }
    expect(existsSync(join(folder, 'refused'))).toBe(false);
  });

  it('that is too little for large frames is refused with one that is enough, and stops no other video', async () => {
    const clip = await sharedClip('mp4', { frames: 2, width: 2560, height: 1440 });
    copyFileSync(clip.file, join(folder, 'large.mp4'));
    const score = (memory: string, exitCode: number) =>
      runForDocument(
        ['score', 'large.mp4', good[0]!, '--memory', memory, '--db', ':memory:'],
        folder,
        exitCode,
      );
    const { stderr } = await runCommand(['score', good[0]!, '--memory', '1MB'], { cwd: folder });
    const { videos } = await score(/at least --memory (\S+)\./.exec(stderr)![1]!, 3);
    expect(videos.map(video => video.error?.code ?? null)).toEqual(['usage', null]);
    const [, enough] = /--memory (\S+)\./.exec(videos[0]!.error!.hint!)!;
    const again = await score(enough!, 0);
    expect(again.videos.map(video => video.frames)).toEqual([2, frames[0]]);
  });
});

/** Waits until something is committed. */
async function committed(db: string): Promise<void> {
  for (let attempt = 0; attempt < 3000; attempt++) {
    await sleep(5);
    if (!existsSync(db)) continue;
    const connection = new Database(db, { readonly: true });
    try {
      if (connection.prepare('select count(*) from score').pluck().get() !== 0) return;
    } catch {
      // The tables are just being made.
    } finally {
      connection.close();
    }
  }
  throw new Error('Nothing was committed.');
}
