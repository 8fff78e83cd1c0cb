import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectValid, runForDocument } from './lib/documents.ts';
import { type ScoredDemo, scoredDemo } from './lib/scored-demo.ts';

let demo: ScoredDemo;

beforeAll(async () => {
  demo = await scoredDemo();
});

afterAll(() => demo[Symbol.dispose]());

/** The document of `explain`. */
async function explain(frame: number | string, ...args: string[]) {
  const { stdout, stderr, exitCode } = await demo.run(
    'explain',
    'demo.mp4',
    String(frame),
    ...args,
    '--json',
  );
  expect(exitCode, stderr).toBe(0);
  const document = JSON.parse(stdout);
  expectValid('explain', document);
  return document;
}

/** A frame that the newest stored selection rejects for this reason, and the pick in favour of which it does. */
function rejectedFor(reason: string) {
  const sql = `select ordinal, in_favour_of as inFavourOf from rejection
    where selection_id = (select max(id) from selection) and reason = ? order by ordinal limit 1`;
  return demo.query(database => database.prepare(sql).get(reason)) as {
    readonly ordinal: number;
    readonly inFavourOf: number;
  };
}

/** A frame in the middle of a stretch of the clip. */
function middleOf(kind: string): number {
  const { start, end } = demo.truth.stretches.find(stretch => stretch.kind === kind)!;
  return (start + end) >> 1;
}

describe('before anything is selected', () => {
  it('a frame is explained by what the settings would select', async () => {
    const { selection, verdict } = await explain(middleOf('black'));
    expect(selection).toMatchObject({ source: 'settings', id: null });
    expect(verdict).toMatchObject({ kind: 'rejected', reason: 'black', inFavourOf: null });
    const { stdout } = await demo.run('explain', 'demo.mp4', '0');
    expect(stdout).toContain('Nothing has been selected yet');
  });
});

describe('explain', () => {
  it('tells of a picked frame in the newest stored selection, and of its still', async () => {
    const { picks } = await demo.pick({ coverage: 4 });
    const { stdout } = await demo.run('select', 'demo.mp4', '--coverage', '4');
    expect(stdout).toMatch(/\d+ picked \(.*\d+ coverage\)\n {2}Rejected: .*\d+ too near to a pick/);
    const [best] = picks!;
    const { selection, frame, verdict, metrics: told, rank } = await explain(best!.frame);
    expect(selection).toMatchObject({ source: 'stored', id: expect.any(Number), picks: picks!.length });
    expect(frame).toMatchObject({ frame: best!.frame, ptsTicks: demo.truth.ptsTicks[best!.frame] });
    expect(frame.keyFrame).toBe(demo.truth.keyFrames.includes(best!.frame));
    expect(verdict).toMatchObject({
      kind: 'picked',
      rank: 1,
      tier: best!.tier,
      reason: best!.reason,
      stills: [],
    });
    expect(told).toMatchObject([{ id: 'niqe/framesieve', score: best!.scores['niqe/framesieve'] }]);
    expect(rank.of).toBe(demo.truth.frames);
    const exported = await runForDocument(['export', 'demo.mp4', '--format', 'jpg'], demo.folder);
    const name = exported.videos[0]!.picks![0]!.file!.split(/[/\\]/).at(-1)!;
    expect((await explain(best!.frame)).verdict.stills).toEqual([name]);
    expect((await demo.run('explain', 'demo.mp4', String(best!.frame))).stdout).toContain(`Still: ${name}`);
  });

  it('tells why other frames were not picked, and which was instead', async () => {
    const { picks } = await demo.pick({ coverage: 4, minGapSeconds: 0.5 }, 'niqe', false);
    const { ordinal, inFavourOf } = rejectedFor('gap');
    const preferred = picks!.find(({ frame }) => frame === inFavourOf)!;
    const { verdict, sentences } = await explain(ordinal);
    expect(verdict).toMatchObject({ kind: 'rejected', reason: 'gap' });
    expect(verdict.inFavourOf).toMatchObject({
      frame: inFavourOf,
      rank: preferred.rank,
      tier: preferred.tier,
    });
    expect(verdict.inFavourOf.distanceSeconds).toBeCloseTo(Math.abs(ordinal - inFavourOf) / 30, 2);
    expect(sentences[0]).toContain(`Passed over in favour of frame ${inFavourOf}`);
    const black = await explain(middleOf('black'));
    expect(black.verdict).toMatchObject({ kind: 'rejected', reason: 'black' });
    expect(black.sentences[0]).toMatch(/^Rejected, as it is black: mean luma [\d.]+: black below 0\.05\.$/);
    expect(black.stretch.name).toMatch(/^stretch \d of 4 /);
  });

  it('tells what it would have taken', async () => {
    const flags = [
      '--top',
      '1',
      '--coverage',
      '0',
      '--min-gap',
      '0',
      '--no-duplicates',
      '--no-exposure',
      '--no-noisy',
    ];
    const before = demo.traces();
    const sharp = demo.truth.stretches.filter(({ good }) => good).map(({ start, end }) => (start + end) >> 1);
    const stories = await Promise.all(sharp.slice(0, 3).map(frame => explain(frame, ...flags)));
    expect(demo.traces()).toEqual(before);
    const short = stories.filter(({ verdict }) => verdict.kind === 'not-good-enough');
    expect(short.length).toBeGreaterThan(0);
    for (const { selection, verdict, sentences } of short) {
      expect(selection).toMatchObject({ source: 'flags', id: null, picks: 1 });
      expect(verdict.top.place).toBeGreaterThan(verdict.top.needed);
      expect(sentences[0]).toContain('to be one of the best it needed place');
    }
  });

  it('takes a time, and finds the frame that is shown then', async () => {
    const { ptsTicks, timeBase } = demo.truth;
    const seconds = (ptsTicks[100]! * timeBase.numerator) / timeBase.denominator;
    expect((await explain(`${(seconds + 0.01).toFixed(3)}s`)).frame.frame).toBe(100);
    expect((await explain(`0:${(seconds + 0.01).toFixed(3).padStart(6, '0')}`)).frame.frame).toBe(100);
    expect((await explain(`${seconds.toFixed(3)}s`)).frame.frame).toBe(100);
  });

  it('tells of all that it knows in words, without gaps', async () => {
    const { stdout } = await demo.run(
      'explain',
      'demo.mp4',
      String(middleOf('defocused')),
      '--metric',
      'niqe,brisque',
    );
    expect(stdout).toMatch(/^demo\.mp4: frame \d+ at [\d.]+ s \(pts \d+/);
    expect(stdout).toContain('In what these flags would select');
    expect(stdout).toMatch(/niqe\/framesieve [\d.]+ \(lower is better, weight 1\): place \d+ of \d+/);
    expect(stdout).toMatch(/together: place \d+/);
    expect(stdout).toMatch(/sharpness [\d.]+: [\d.]+ (of|times) what surrounds it \(blurred below [\d.]+\)/);
    expect(stdout).toMatch(/shot \d+ of \d+ \(/);
    expect(stdout).not.toMatch(/NaN|undefined|null/);
  });

  it.each([
    [['9999'], 1, /Frame 9999 is past the end of .* which has \d+ frames/],
    [['999s'], 1, /999 s is past the end of .* which has \d+ frames/],
    [['5', '--every', '10'], 1, /Frame 5 of .* has not been scored/],
    [['0.1s', '--every', '10'], 1, /The frame that is shown at 0\.1 s of .* has not been scored/],
    [['5', '--from', '100', '--to', '200'], 1, /No frame of it is scored in the range/],
    [['soon'], 2, /Expected the number of a frame, or a time/],
    [['1.5'], 2, /If it is a time, write 1\.5s/],
    [['5', '--metric', 'musiq'], 1, /has no scores of musiq/],
  ])('refuses %j with exit code %d', async (args, code, message) => {
    const { exitCode, stdout, stderr } = await demo.run('explain', 'demo.mp4', ...args, '--json');
    expect(stderr).toMatch(message);
    expect(exitCode).toBe(code);
    const document = JSON.parse(stdout);
    expectValid('explain', document);
    expect(stderr).toContain(document.error.message);
  });
});
