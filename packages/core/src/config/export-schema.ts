import { z } from 'zod';
import { key } from './schema-key.ts';

/** How stills are written: the keys under `export`. */
export const exportSchema = z.strictObject({
  out: key(
    z.string().min(1).default('framesieve-out'),
    'the path of a folder',
    "Output folder. Each video's stills lie in a folder of their own in it, `<name>-<first 6 of its identity>`.",
  ),
  format: key(
    z.enum(['png', 'jpg', 'webp', 'avif']).default('png'),
    'png, jpg, webp or avif',
    'File format of stills. PNG keeps 16 bits of deep sources.',
  ),
  template: key(
    z.string().min(1).default('{stem}_f{frame}_t{time}_r{rank}_s{score}.{ext}'),
    'a file name template',
    'File name of a still. Fields are replaced: `{stem}`, `{frame}`, `{time}`, `{timecode}`, `{pts}`, `{ptsSource}`, `{rank}`, `{tier}`, `{score}`, `{score:METRIC}`, `{metric}`, `{width}`, `{height}`, `{fingerprint}`, `{date}`, `{clock}`, `{id}`, `{container}`, `{stream}`, `{codec}`, `{pixelFormat}`, `{pixelPipeline}`, `{decoder}`, `{decoderVersion}`, `{toolVersion}`, `{format}`, `{quality}`, `{maxSize}`, `{ext}`.',
  ),
  crop: key(
    z.boolean().default(false),
    'true or false',
    'Leave out of stills what is left out of scoring (see `crop`).',
  ),
  quality: key(
    z.int().min(1).max(100).nullable().default(null),
    'a whole number from 1 to 100, or null',
    'Quality of `jpg`, `webp` and `avif`; `null`: 95, 95 and 90. PNG is lossless.',
  ),
  maxSize: key(
    z.int().min(16).nullable().default(null),
    'a number of pixels of at least 16, or null',
    'Most pixels of the longer side of a still: larger pictures are reduced to it; `null`: no limit.',
  ),
  metadata: key(
    z.boolean().default(true),
    'true or false',
    'Write into stills where they come from: source, frame, time and scores, and when and where the video was recorded, in EXIF and XMP.',
  ),
  report: key(
    z.boolean().default(false),
    'true or false',
    'Write `report.html` beside the stills: one page with the score curve, the picks with their reasons, and the settings.',
  ),
  contactSheet: key(
    z.boolean().default(false),
    'true or false',
    'Write `contact-sheet.jpg` beside the stills: all of them small in one picture.',
  ),
  overwrite: key(
    z.boolean().default(false),
    'true or false',
    'Replace files that are there already instead of refusing.',
  ),
});
