import { join } from 'node:path';
import { openStore } from '@framesieve/store';
import type { SieveReport } from 'framesieve';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectValid, runForDocument } from './lib/documents.ts';
import { type ScoredDemo, scoredDemo } from './lib/scored-demo.ts';

let demo: ScoredDemo;
/** The picks as the settings alone make them, in order of rank. */
let picked: readonly number[];
/** The best pick, and a frame that is none. */
let removed: number;
let added: number;

beforeAll(async () => {
  demo = await scoredDemo();
  picked = framesOf(await call('select'));
  removed = picked[0]!;
  added = rejectedFor('gap').ordinal;
});

afterAll(() => demo[Symbol.dispose]());

/** The document of a command over the video. */
async function call(command: string, ...flags: readonly string[]) {
  const top = command === 'export' ? [] : ['--top', '4'];
  const { videos } = await runForDocument(
    [command, 'demo.mp4', '--metric', 'niqe', ...top, ...flags],
    demo.folder,
  );
  return videos[0]!;
}

async function explain(frame: number, ...flags: readonly string[]) {
  const { stdout } = await demo.run('explain', 'demo.mp4', String(frame), ...flags, '--json');
  const document = JSON.parse(stdout);
  expectValid('explain', document);
  return document;
}

function framesOf({ picks }: SieveReport['videos'][number]): readonly number[] {
  return picks!.map(({ frame }) => frame);
}

/** The first frame that the newest selection rejects for a reason. */
function rejectedFor(reason: string) {
  const sql = `select ordinal, in_favour_of as inFavourOf from rejection
    where selection_id = (select max(id) from selection) and reason = ? order by ordinal limit 1`;
  return demo.query(database => database.prepare(sql).get(reason)) as {
    readonly ordinal: number;
    readonly inFavourOf: number | null;
  };
}

async function override(ordinal: number, action: 'added' | 'removed' | null): Promise<void> {
  await using store = await openStore(join(demo.folder, 'framesieve-out', 'framesieve.sqlite'));
  const [video] = await store.videos();
  await store.saveOverride(video!.runs[0]!.decodeId, ordinal, action);
}

it('keeps what was corrected by hand in every later selection, export and run', async () => {
  await override(removed, 'removed');
  await override(added, 'added');
  const corrected = [...picked.slice(1), added];

  const selected = await call('select');
  expect(framesOf(selected)).toEqual(corrected);
  expect(selected.picks!.map(({ rank }) => rank)).toEqual(corrected.map((_, i) => i + 1));
  expect(selected.picks!.at(-1)).toMatchObject({
    tier: 'requested',
    reason: 'Added by hand.',
    rankedBy: null,
  });
  expect(selected.picks!.at(-1)!.scores['niqe/framesieve']).toEqual(expect.any(Number));
  expect(selected.byHand).toEqual({ added: 1, removed: 1 });
  expect(selected.rejected).toMatchObject({ removed: 1 });
  expect(rejectedFor('removed')).toEqual({ ordinal: removed, inFavourOf: null });
  expect(selected.warnings).toEqual([]);

  const exported = await call('export', '--format', 'jpg');
  expect(framesOf(exported)).toEqual(corrected);
  expect(exported.byHand).toEqual({ added: 1, removed: 1 });
  expect(exported.picks!.every(({ verified }) => verified === 'exact')).toBe(true);

  const again = await call('run', '--format', 'jpg', '--overwrite', '--report');
  expect(framesOf(again)).toEqual(corrected);
  expect(again).toMatchObject({ status: 'ok', byHand: { added: 1, removed: 1 } });
});

it('says so in one line, and counts what was taken out nowhere else', async () => {
  const { stdout } = await demo.run('select', 'demo.mp4', '--metric', 'niqe', '--dry-run');
  expect(stdout).toContain('\n  1 added and 1 removed by hand\n');
  expect(stdout).not.toContain('taken out');
});

it('explains frames by what was done to them by hand', async () => {
  const { verdict: taken, sentences } = await explain(removed);
  expect(taken).toEqual({ kind: 'rejected', reason: 'removed', inFavourOf: null });
  expect(sentences[0]).toBe('You took it out by hand.');
  const { verdict, sentences: told } = await explain(added, '--metric', 'niqe', '--top', '4');
  expect(verdict).toMatchObject({ kind: 'picked', tier: 'requested' });
  expect(told[0]).toBe(`Rank ${picked.length}. You added it by hand.`);
  const sql = `select min(ordinal) from rejection
    where selection_id = (select max(id) from selection) and in_favour_of = ${removed}`;
  const passedOver = demo.query(database => database.prepare(sql).pluck().get()) as number;
  const story = await explain(passedOver);
  expect(story.verdict).toMatchObject({ inFavourOf: null, takenOut: { frame: removed } });
  expect(story.sentences[0]).toContain('which you have taken out by hand since');
});

it('leaves corrections out on request, and keeps them all the same', async () => {
  const plain = await call('select', '--no-overrides');
  expect(framesOf(plain)).toEqual(picked);
  expect(plain.byHand).toEqual({ added: 0, removed: 0 });
  expect((await explain(removed, '--top', '4', '--no-overrides')).verdict.kind).toBe('picked');
  expect(framesOf(await call('select'))).not.toContain(removed);
});

it('picks an added frame that the sampling leaves out, with its scores', async () => {
  const every = ['--every', String(added > 1 ? added - 1 : 7)];
  const sampled = await call('select', ...every, '--dry-run');
  expect(sampled.picks!.at(-1)).toMatchObject({ frame: added, tier: 'requested' });
  expect(sampled.picks!.at(-1)!.scores['niqe/framesieve']).toEqual(expect.any(Number));
  expect((await call('run', ...every, '--format', 'jpg', '--overwrite', '--report')).status).toBe('ok');
});

it('does not pick a frame for an earlier correction that was taken back', async () => {
  await override(removed, null);
  await override(added, null);
  const selected = await call('select');
  expect(framesOf(selected)).toEqual(picked);
  expect(selected.byHand).toEqual({ added: 0, removed: 0 });
});
