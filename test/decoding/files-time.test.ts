import { everyFrame } from '@framesieve/core';
import { ffmpegDecoder } from '@framesieve/plugin-ffmpeg';
import { libavDecoder } from '@framesieve/plugin-libav';
import { catalogueClip, clipCatalogue } from '@framesieve/testkit/clips';
import { describe, expect, it } from 'vitest';
import { expectAgreement, expectDistrust, expectRereading, expectTruth } from '../lib/catalogue-checks.ts';
import { look, withVideo } from '../lib/seen-frames.ts';

const ffmpeg = await ffmpegDecoder.availability();
const title = ffmpeg.available ? 'the ffmpeg command' : 'ffmpeg (skipped: there is no ffmpeg command)';
const { times, containers, changes } = clipCatalogue;
const all = [...times, ...containers, ...changes];
// Where there is something to seek for.
const seekable = all.filter(({ name }) => !/^(?:one|two)-frame/.test(name));
const formatChanges = changes.filter(({ name }) => name.startsWith('format-change'));
const comparable = all.filter(recipe => !formatChanges.includes(recipe));

describe('Times and containers', () => {
  it.each(all)('$name: $about', async recipe => {
    await expectTruth(recipe, libavDecoder);
  });

  it.each(all)('$name: frames that are read again are the same', async recipe => {
    await expectRereading(recipe, libavDecoder);
  });

  it.each(seekable)('$name: a wrong index does not lead to wrong frames', expectDistrust);
});

describe.skipIf(!ffmpeg.available)(`Times and containers through ${title}`, () => {
  it.each(comparable)('$name: the same as through the libraries', expectAgreement);

  it.each(comparable.filter((_recipe, i) => i % 8 === 0))(
    '$name: frames that are read again',
    async recipe => {
      await expectRereading(recipe, ffmpegDecoder, [20]);
    },
  );

  it.each(formatChanges)('$name: all up to the change, then a refusal', async recipe => {
    const { file, truth } = await catalogueClip(recipe);
    const numbers: (number | null)[] = [];
    await withVideo(file, ffmpegDecoder, async video => {
      const reading = async () => {
        for await (const frame of video.frames(everyFrame)) numbers.push(look(frame).number);
      };
      await expect(reading()).rejects.toMatchObject({
        code: 'decode-failed',
        message: expect.stringContaining('The pixel format changes'),
        hint: expect.stringContaining('--decoder libav'),
      });
    });
    expect(numbers).toEqual(truth.numbers.slice(0, truth.pictures[1]!.from));
  });
});
