/**
 * Sieves a video and shows what came of it.
 *
 *   npm run demo                                 makes its own clip, of which it is known which frames are good
 *   npm run demo -- VIDEO [--option...]          sieves this video; options are those of `framesieve run`
 */
import { spawn } from 'node:child_process';
import { dirname, join, relative } from 'node:path';
import { demoClip } from './lib/demo-clip.ts';
import { type DemoReport, describePicks, describeShare } from './lib/demo-report.ts';
import { root } from './lib/workspace.ts';

const folder = join(root, 'framesieve-demo');
const args = process.argv.slice(2);
const clip = args.length === 0 ? await demoClip(folder) : null;
const { code, report } = await sieve(clip ? [shown(clip.file)] : args);
process.exitCode = code;

// What failed, the command has said itself.
for (const { picks = [], metrics, db, report: page } of report?.videos ?? []) {
  if (picks.length === 0) continue;
  console.log(`\n${describePicks(picks, metrics[0]?.id, clip?.truth)}`);
  const still = picks.find(pick => pick.file !== null)?.file;
  if (still) console.log(`\nStills and manifest: ${shown(dirname(still))}`);
  if (page) console.log(`Report, for a browser: ${shown(page)}`);
  if (db) console.log(`Scores of all frames: ${shown(db)}`);
  if (db)
    console.log(`To look at them, and to correct the picks: npm run framesieve -- view ${quoted(shown(db))}`);
  if (clip) console.log(`\n${describeShare(picks, clip.truth)}`);
}

/** Runs the command with its progress in sight, and returns its document. */
async function sieve(inputs: readonly string[]): Promise<{ code: number; report: DemoReport | null }> {
  const command = join(root, 'packages', 'cli', 'bin', 'framesieve.mjs');
  const options = ['--out', folder, '--overwrite', '--report', '--contact-sheet', '--json'];
  const child = spawn(
    process.execPath,
    ['--conditions=@framesieve/source', command, 'run', ...inputs, ...options],
    { stdio: ['inherit', 'pipe', 'inherit'] },
  );
  // The command ends in its own way, and says how to go on: wait for it.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => signal === 'SIGTERM' && child.kill(signal));
  }
  let output = '';
  child.stdout.setEncoding('utf8').on('data', chunk => {
    output += chunk;
  });
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', exitCode => resolve(exitCode ?? 1));
  });
  return { code, report: output === '' ? null : JSON.parse(output) };
}

function quoted(path: string): string {
  return /^[\w./\\-]+$/.test(path) ? path : JSON.stringify(path);
}

function shown(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : short;
}
