import type { Invocation } from '../invocation.ts';
import { openStored } from '../open-stored.ts';
import { printDocument } from '../output.ts';
import { printable } from '../printable.ts';
import { camelCase } from '../settings.ts';
import { findStored } from '../stored-runs.ts';
import { chooseSelection } from './choose-selection.ts';
import { describeStory } from './describe-story.ts';
import { findFrame } from './find-frame.ts';
import { parseMoment } from './parse-moment.ts';
import { type ExplainedFrame, writeDocument } from './write-document.ts';

/** Tells from what is stored why a frame of a video was picked or not. */
export async function explainVideo(invocation: Invocation): Promise<number> {
  const [video, text] = invocation.arguments;
  const explained = await explain(invocation, video!, text!);
  if (invocation.json) printDocument(writeDocument(explained));
  else if (invocation.verbosity !== 'quiet') process.stdout.write(`${printable(describeStory(explained))}\n`);
  return 0;
}

async function explain(invocation: Invocation, video: string, text: string): Promise<ExplainedFrame> {
  const moment = parseMoment(text);
  await using opened = await openStored(invocation, video);
  const { session, path } = opened;
  const warnings: string[] = [];
  const stored = await findStored(session, path);
  const where = { session, path, context: await session.context(warning => warnings.push(warning)) };
  const explained = await chooseSelection(where, stored, hasSelectionFlags(invocation));
  const { runs, table, selection, selectionId } = explained;
  const row = findFrame(moment, { path, run: runs[0]!, table });
  const ordinal = table.ordinals[row]!;
  const { explainFrame } = await import('@framesieve/selector');
  const story = explainFrame({ table, settings: selection.settings }, selection, ordinal);
  const [record] = await session.store.frames(runs[0]!.decodeId, [ordinal]);
  const stills = selectionId === null ? [] : await session.store.stills(selectionId);
  return {
    path: video,
    explained,
    record: record!,
    story,
    stills: stills.filter(still => still.ordinal === ordinal).map(still => still.file),
    warnings,
  };
}

/** Flags of these groups say what to select from, or how. */
const groups: ReadonlySet<string> = new Set(['sample', 'select', 'corrections']);

/** Whether flags say what to select from, or how. */
function hasSelectionFlags({ settingFlags, values }: Invocation): boolean {
  return settingFlags
    .filter(({ key, group }) => groups.has(group) || key === 'metric' || key === 'refine')
    .some(({ flag }) => values[camelCase(flag)] !== undefined);
}
