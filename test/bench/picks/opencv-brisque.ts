import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { identifyVideo } from '@framesieve/decoder';
import { pickCount, type Way } from './ways.ts';

const run = promisify(execFile);

/** Scores each frame as OpenCV's own example does, and prints one number a line. */
const brisqueScript = `
import sys, cv2
video = cv2.VideoCapture(sys.argv[1])
metric = cv2.quality.QualityBRISQUE_create(sys.argv[2], sys.argv[3])
while True:
    read, frame = video.read()
    if not read: break
    print(metric.compute(frame)[0])
`;

/**
 * The ten frames of the lowest BRISQUE, as OpenCV's contributed module computes it through Python.
 *
 * @param folder the one with `brisque_model_live.yml` and `brisque_range_live.yml` of opencv_contrib; `null` for none.
 * @param cache folder that scores are kept in.
 */
export function opencvBrisque(folder: string | null, cache: string): Way {
  return {
    name: 'OpenCV BRISQUE top 10',
    async pick({ file, table }) {
      if (!folder) return null;
      const files = ['brisque_model_live.yml', 'brisque_range_live.yml'].map(name => join(folder, name));
      const python = await pythonWithQuality();
      if (!python) return null;
      const { sha256 } = await identifyVideo(file);
      const models = createHash('sha256');
      for (const name of files) models.update(readFileSync(name));
      const kept = join(
        cache,
        `${sha256.slice(0, 24)}-cv2-brisque-${models.digest('hex').slice(0, 12)}.json`,
      );
      if (!existsSync(kept)) {
        const output = await run(python, ['-c', brisqueScript, file, ...files], { maxBuffer: 2 ** 28 });
        writeFileSync(kept, JSON.stringify(output.stdout.trim().split('\n').map(Number)));
      }
      const scores = JSON.parse(readFileSync(kept, 'utf8')) as (number | null)[];
      const order = [...table.ordinals.keys()].filter(at => Number.isFinite(scores[at] ?? Number.NaN));
      return order.sort((a, b) => scores[a]! - scores[b]!).slice(0, pickCount);
    },
  };
}

const pythonWithQuality = once(async () => {
  for (const python of ['python3', '/usr/bin/python3']) {
    const found = await run(python, ['-c', 'import cv2; cv2.quality']).then(
      () => true,
      () => false,
    );
    if (found) return python;
  }
  return null;
});

function once<Result>(find: () => Promise<Result>): () => Promise<Result> {
  let found: Promise<Result> | undefined;
  return () => {
    found ??= find();
    return found;
  };
}
