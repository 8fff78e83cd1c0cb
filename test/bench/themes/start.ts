import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clip1080 } from '../clips.ts';
import { bareEnvironment, commandArguments, temporaryFolder, timeNode } from '../command.ts';
import type { Sample } from '../measure.ts';
import type { Theme } from '../theme.ts';

/** How long it takes until something is to be seen. */
export const startTheme: Theme = {
  title: 'Start-up',
  async open({ video }) {
    const path = video ?? (await clip1080(205)).path;
    const folder = temporaryFolder();
    const config = {
      plugins: [join(import.meta.dirname, '..', 'first-score-plugin.ts')],
      metric: 'timed/niqe',
    };
    writeFileSync(join(folder.path, 'framesieve.config.json'), JSON.stringify(config));
    // Measured runs are ended by force, and leave nothing compiled behind.
    const whole = ['score', path, '--metric', 'niqe', '--to', '0.05', '--db', ':memory:', '--quiet'];
    await timeNode(commandArguments(whole), folder.path);
    const node = 'node -e 0';
    const time = (args: readonly string[]) => async () => ({
      ...{ units: 1, coreSeconds: Number.NaN },
      seconds: await timeNode(args),
    });
    const besideNode = [{ to: node, by: 'time' }] as const;
    return {
      cases: [
        { name: node, unit: 'start', run: time(['-e', '0']) },
        {
          name: 'framesieve --version',
          unit: 'start',
          against: besideNode,
          seconds: { most: 0.15 },
          run: time(commandArguments(['--version'])),
        },
        {
          name: 'framesieve --help',
          unit: 'start',
          against: besideNode,
          run: time(commandArguments(['--help'])),
        },
        {
          name: 'framesieve score, first score of a 1080p clip',
          unit: 'start',
          against: besideNode,
          seconds: { most: 0.7 },
          run: () => firstScore(path, folder.path),
        },
      ],
      notes: ['The command runs from source, as in a clone.'],
      async [Symbol.asyncDispose]() {
        folder[Symbol.dispose]();
      },
    };
  },
};

/** From before the process starts to the moment at which the first score is known; then the process is ended. */
async function firstScore(path: string, folder: string): Promise<Sample> {
  const file = join(folder, 'first-score');
  writeFileSync(file, '');
  const args = commandArguments(['score', path, '--db', ':memory:', '--quiet']);
  const start = performance.timeOrigin + performance.now();
  const child = spawn(process.execPath, args, {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: bareEnvironment({ FIRST_SCORE_FILE: file }),
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', text => {
    errors += text;
  });
  await once(child, 'close');
  const at = Number(readFileSync(file, 'utf8'));
  if (!at) throw new Error(`There was no first score.\n${errors}`);
  return { units: 1, seconds: (at - start) / 1000, coreSeconds: Number.NaN };
}
