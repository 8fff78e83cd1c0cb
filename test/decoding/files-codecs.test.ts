import { ffmpegDecoder } from '@framesieve/plugin-ffmpeg';
import { libavDecoder } from '@framesieve/plugin-libav';
import { clipCatalogue } from '@framesieve/testkit/clips';
import { describe, expect, it } from 'vitest';
import { expectAgreement, expectDistrust, expectRereading, expectTruth } from '../lib/catalogue-checks.ts';

const ffmpeg = await ffmpegDecoder.availability();
const title = ffmpeg.available ? 'the ffmpeg command' : 'ffmpeg (skipped: there is no ffmpeg command)';
const { codecs, streams, stills } = clipCatalogue;
const all = [...codecs, ...streams, ...stills];

describe('Codecs, streams and pictures', () => {
  it.each(all)('$name: $about', async recipe => {
    await expectTruth(recipe, libavDecoder);
  });

  it.each(all)('$name: frames that are read again are the same', async recipe => {
    await expectRereading(recipe, libavDecoder);
  });

  it.each([...codecs, ...streams])('$name: a wrong index does not lead to wrong frames', expectDistrust);
});

const animation = stills.find(({ name }) => name === 'animated-webp')!;
const comparable = all.filter(recipe => recipe !== animation);

describe.skipIf(!ffmpeg.available)(`Codecs, streams and pictures through ${title}`, () => {
  it.each(comparable)('$name: the same as through the libraries', expectAgreement);

  it.each(comparable.filter((_recipe, i) => i % 8 === 0))(
    '$name: frames that are read again',
    async recipe => {
      await expectRereading(recipe, ffmpegDecoder, [20]);
    },
  );

  it('animated-webp: the same, or refused by a version that has no decoder for it', async () => {
    const error = await expectAgreement(animation).catch(error => error);
    if (error !== undefined)
      expect(error).toMatchObject({ message: expect.stringContaining("can't read animated WebP") });
  });
});
