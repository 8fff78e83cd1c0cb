import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import {
  type ExportInput,
  type Frame,
  type RgbImage,
  type StillFormat,
  unknownRecording,
} from '@framesieve/core';
import { frameToRgb } from '@framesieve/decoder';
import { createExportStage, defaultTemplate } from '@framesieve/exporter';
import { makeDecodeDescription, makeMetric } from '@framesieve/testkit/records';
import sharp from 'sharp';
import { clip1080 } from '../clips.ts';
import { temporaryFolder } from '../command.ts';
import { newContext } from '../decoding.ts';
import { holdFrames } from '../held-frames.ts';
import type { Case } from '../measure.ts';
import type { Theme } from '../theme.ts';

const metric = 'test/a';

/** Writing verified stills of decoded frames, beside bare sharp on the same pixels. */
export const exportTheme: Theme = {
  title: 'Exporting stills, 1080p',
  async open({ quick }) {
    const folder = temporaryFolder();
    const held = await holdFrames((await clip1080(41)).path, quick ? 4 : 12);
    const images = held.frames.map(frame => frameToRgb(frame, { area: 'whole' }));
    let folders = 0;
    const cases = (['png', 'jpg'] as const).flatMap((format): Case[] => {
      const bare = `bare sharp, ${format}`;
      return [
        { name: bare, unit: 'still', run: () => encodeBare(images, format, folder.path) },
        {
          name: `the export stage, ${format}`,
          unit: 'still',
          against: [{ to: bare, by: 'rate' }],
          run: () => exportAll(held.frames, format, join(folder.path, `stage-${folders++}`)),
        },
      ];
    });
    return {
      cases,
      notes: [
        `${images.length} frames that are decoded already. Bare sharp gets RGB that is made already, on all cores; the stage makes it, compares fingerprints, and writes metadata, files and the manifest.`,
      ],
      async [Symbol.asyncDispose]() {
        held[Symbol.dispose]();
        folder[Symbol.dispose]();
      },
    };
  },
};

async function encodeBare(images: readonly RgbImage[], format: StillFormat, folder: string): Promise<number> {
  const queue = [...images.entries()];
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [index, { width, height, data }] = next;
      const picture = sharp(data, { raw: { width, height, channels: 3 } });
      const encoded =
        format === 'png' ? picture.png() : picture.jpeg({ quality: 95, chromaSubsampling: '4:4:4' });
      await encoded.toFile(join(folder, `bare-${index}.${format}`));
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return images.length;
}

async function exportAll(frames: readonly Frame[], format: StillFormat, folder: string): Promise<number> {
  const decode = makeDecodeDescription();
  const input: ExportInput = {
    source: {
      path: import.meta.filename,
      identity: { sizeBytes: 1, sha256: createHash('sha256').update(folder).digest('hex') },
      recording: unknownRecording,
      decode,
      rereadBy: decode.decoder,
      metrics: [makeMetric(metric)],
      settings: {},
    },
    stills: frames.map(({ record }, index) => ({
      pick: { ordinal: record.ordinal, rank: index + 1, tier: 'top', reason: 'It is one of all.' },
      frame: record,
      scores: { [metric]: index },
    })),
    settings: { folder, format, template: defaultTemplate, overwrite: false },
    async *read(ordinals) {
      for (const frame of frames) if (ordinals.includes(frame.record.ordinal)) yield frame;
    },
  };
  let count = 0;
  for await (const { error } of createExportStage({ rgb: frameToRgb }).run(input, newContext())) {
    if (error) throw error;
    count++;
  }
  return count;
}
