import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { type DemoTruth, generatorVersion, makeDemoClip } from '@framesieve/testkit/clips';

/** The demo's own clip, made unless it lies in the folder already. */
export async function demoClip(folder: string): Promise<{ file: string; truth: DemoTruth }> {
  const file = join(folder, 'demo.mp4');
  const truthFile = join(folder, 'demo.truth.json');
  const kept = await readTruth(truthFile);
  if (kept?.generator === (await generatorVersion())) return { file, truth: kept };
  await mkdir(folder, { recursive: true });
  const start = performance.now();
  const progress = process.stderr.isTTY;
  process.stderr.write('Making a clip with good and bad stretches (once) …\n');
  const working = join(folder, 'making.mp4');
  const truth = await makeDemoClip(working, {
    onProgress(frame, total) {
      if (progress && frame % 12 === 0) process.stderr.write(`\r\x1b[2K  frame ${frame} of ${total}`);
    },
  });
  await rename(working, file);
  await rename(join(folder, 'making.truth.json'), truthFile);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  process.stderr.write(`${progress ? '\r\x1b[2K' : ''}  ${truth.frames} frames in ${seconds} s\n`);
  return { file, truth };
}

async function readTruth(file: string): Promise<DemoTruth | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as DemoTruth;
  } catch {
    return null;
  }
}
