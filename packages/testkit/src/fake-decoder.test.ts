import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeDecoder } from './describe-decoder.ts';
import { createFakeDecoder, writeFakeVideo } from './fake-decoder.ts';

const ptsTicks = [0, 40, 40, null, 160, 200];

describeDecoder({
  name: 'the fake decoder',
  factory: createFakeDecoder(),
  clips: [
    {
      name: 'six frames',
      width: 12,
      height: 7,
      ptsTicks,
      keyFrames: [0],
      async path() {
        const folder = await mkdtemp(join(tmpdir(), 'framesieve-fake-'));
        return writeFakeVideo(join(folder, 'six.json'), {
          width: 12,
          height: 7,
          timeBase: { numerator: 1, denominator: 1000 },
          frameRate: { numerator: 25, denominator: 1 },
          frames: ptsTicks.map(pts => ({ ptsTicks: pts })),
        });
      },
    },
  ],
});
