import { z } from 'zod';
import { hardwareNames } from '../hardware.ts';
import { exportSchema } from './export-schema.ts';
import { id, key } from './schema-key.ts';
import { percent, selectSchema } from './select-schema.ts';

const time = z.union([
  z.number().min(0),
  z.string().regex(/^(\d+:)?(\d{1,2}:)?\d{1,2}(\.\d+)?$|^\d+(\.\d+)?$/),
]);

const decoder = z.strictObject({
  order: key(
    z.array(id).min(1).nullable().default(null),
    'a list of decoder ids, or null',
    'Decoders to try, in this order, and no others. `null`: all that are installed, the built-in ones first.',
  ),
  options: key(
    z.record(id, z.record(z.string(), z.unknown())).default({}),
    'an object of options by decoder id',
    "Options for a decoder, under its id. Each decoder's documentation says which it knows.",
  ),
});

const sample = z.strictObject({
  every: key(
    z.int().min(1).default(1),
    'a whole number of at least 1',
    'Score the frames whose number is divisible by this; 1 scores all.',
  ),
  fps: key(
    z.number().gt(0).nullable().default(null),
    'a number above 0, or null',
    'Score the first frame at or after each multiple of 1 ÷ fps seconds; `null`: all frames.',
  ),
  keyframes: key(z.boolean().default(false), 'true or false', 'Score key frames only.'),
  from: key(
    time.nullable().default(null),
    'a time in seconds or as [hours:]minutes:seconds, or null',
    "Leave out frames before this time of the video's own clock, in seconds or as `1:02:03.5`.",
  ),
  to: key(
    time.nullable().default(null),
    'a time in seconds or as [hours:]minutes:seconds, or null',
    "Leave out frames from this time on, in seconds of the video's own clock or as `1:02:03.5`.",
  ),
});

const pixels = {
  crop: key(
    z.union([z.enum(['auto', 'none']), z.string().regex(/^[1-9]\d*:[1-9]\d*:\d+:\d+$/)]).default('auto'),
    'auto, none or WIDTH:HEIGHT:X:Y',
    'What is scored of the coded picture, in pixels. `auto` leaves out constant black bars, which are found in a sample of the frames; `none` keeps all. Stills show the whole picture unless `export.crop` is set.',
  ),
  deinterlace: key(
    z.enum(['auto', 'flagged', 'on', 'off']).default('auto'),
    'auto, flagged, on or off',
    'Which frames are deinterlaced before they are scored and exported. `flagged`: those that say they are interlaced; `on`: all; `auto`: as `flagged`, where one of a sample of frames says so.',
  ),
  toneMap: key(
    z.enum(['auto', 'off']).default('auto'),
    'auto or off',
    'Whether video of high dynamic range (PQ, HLG) is mapped to standard range before it is scored and exported.',
  ),
  hwaccel: key(
    z.enum(['off', 'auto', ...hardwareNames]).default('off'),
    `off, auto, or one of ${hardwareNames.join(', ')}`,
    'Hardware to decode with. `auto`: the first that works. What it cannot decode is decoded in software, and the report says which frames were. Its pixels may differ from those of software.',
  ),
};

const ownMetric = z.strictObject({
  model: key(
    z.string().min(1),
    'the path of an .onnx file',
    'An ONNX model of your own. Everything below completes or corrects what is in its metadata (see docs/models.md).',
  ),
  name: key(
    z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]*\/[a-z0-9][a-z0-9-]*$/)
      .nullable()
      .default(null),
    'an id such as "sharpness/mine", or null',
    'Id that the metric goes by; `null`: the one in the file, else `custom/` and the first 8 digits of its SHA-256.',
  ),
  direction: key(
    z.enum(['higher', 'lower']).nullable().default(null),
    '"higher", "lower" or null',
    'Which score is the better one; `null`: as the file says.',
  ),
  range: key(
    z.tuple([z.number().nullable(), z.number().nullable()]).nullable().default(null),
    'a list of two numbers, each may be null, or null',
    'Nominal range of scores; `null`: as the file says.',
  ),
  input: key(
    z.record(z.string(), z.unknown()).nullable().default(null),
    'an object such as { layout: "NCHW", dtype: "float32", valueRange: [0, 1] }, or null',
    'How pictures are handed to the model: `colorSpace`, `layout`, `dtype`, `valueRange`, `mean`, `std`, `resize`, `minimumSize`, `sizeMultiple`; what is left out is as the file says.',
  ),
  output: key(
    z
      .union([z.literal('scalar'), z.strictObject({ distribution: z.array(z.number()).min(2) })])
      .nullable()
      .default(null),
    '"scalar", an object such as { distribution: [1, 2, 3, 4, 5] }, or null',
    'How its output is read: one number, or the probabilities of these values; `null`: as the file says.',
  ),
});

/** The schema of a config file: unknown keys are refused, absent ones have the defaults stated here. */
export const configSchema = z.strictObject({
  plugins: key(
    z.array(z.string().min(1)).default([]),
    'a list of package names and paths',
    "Plugins to load, by package name or by path. Both are looked for from the config file's folder.",
  ),
  metric: key(
    z.union([id, ownMetric, z.array(z.union([id, ownMetric])).min(1)]).default('auto'),
    'a metric id, the path of an .onnx file, an object with `model`, or a list of these',
    'Metrics to score with, e.g. `niqe`, `brisque/opencv` or `./mine.onnx`; several rank together (see `select.weights`), and the first gives stills their score. `auto` is NIQE; on another device than the CPU, MUSIQ if it is installed.',
  ),
  direction: key(
    z.record(id, z.enum(['higher', 'lower'])).default({}),
    'an object of "higher" or "lower" by metric id',
    'Overrides which direction is better, by full metric id. Applied when selecting: nothing needs scoring again.',
  ),
  device: key(
    z.string().min(1).default('auto'),
    'auto, cpu, or the name of an execution provider',
    'Where models run: `auto`, `cpu`, or an execution provider of the runtime, e.g. `cuda`.',
  ),
  kernel: key(
    z.enum(['auto', 'onnx']).default('auto'),
    'auto or onnx',
    'How metrics are computed that exist twice: `auto`: by the faster kernel, on the CPU; `onnx`: by the graph in their model file, the same to a few thousandths.',
  ),
  batch: key(
    z.int().min(1).nullable().default(null),
    'a whole number of at least 1, or null',
    'Most frames that are scored in one call, where the metric takes so many; `null`: as many as gain something and fit into memory, on a CPU 1.',
  ),
  refine: key(
    z
      .union([id, z.literal(false)])
      .nullable()
      .default(null),
    'a metric id, false, or null',
    'A stronger metric, e.g. `musiq`, that scores only the best candidates of each stretch after `metric` has scored all frames. Where it has a score, it ranks first. `null`: none; where picks are made from stored scores, as last time. `false`: none there either.',
  ),
  refineTop: key(
    z.union([z.int().min(1), percent]).default('10%'),
    'a whole number of at least 1, or a percentage such as "10%"',
    'How many frames `refine` scores: a number, or a share of the scored frames.',
  ),
  jobs: key(
    z.int().min(1).max(64).default(1),
    'a whole number from 1 to 64',
    'Videos that are worked on at the same time. They share the processor and the memory; one video alone keeps all cores busy, but small or slowly read ones do not.',
  ),
  memory: key(
    z
      .string()
      .regex(/^\d+(\.\d+)?\s*[KMGT]i?B?$/i)
      .nullable()
      .default(null),
    'a size such as "2GB" or "800MiB", or null',
    'Memory that frames and models may take in all, with every job; `null`: part of what the machine has free.',
  ),
  stream: key(
    z.int().min(0).nullable().default(null),
    'the index of a stream, or null',
    'Stream to decode, counting streams of every kind from 0; `null`: the one that the rule chooses (see `framesieve probe`).',
  ),
  decoder: key(
    z.union([id, decoder]).default({ order: null, options: {} }),
    'a decoder id, or an object with `order` and `options`',
    'Decoder to try first; in a config file also an object that states the order and the options of each.',
  ),
  ffmpeg: key(
    z.string().min(1).nullable().default(null),
    'the path of the ffmpeg program, or null',
    'The ffmpeg program that the `ffmpeg` decoder runs; `null`: the one that is found.',
  ),
  ...pixels,
  protocols: key(
    z
      .array(z.string().regex(/^[a-z][a-z0-9+.-]*$/))
      .min(1)
      .nullable()
      .default(null),
    "a list of FFmpeg's protocols, or null",
    'Protocols by which an input may make other files be opened, as playlists do, e.g. `file`, or `file` and `https` for a local playlist of remote files. `null`: an input that does so is refused.',
  ),
  stallTimeout: key(
    z.number().gt(0).nullable().default(null),
    'a number of seconds above 0, or null',
    'Give up on a video when its decoder has done nothing for so many seconds; `null`: never.',
  ),
  sample: key(sample.prefault({}), 'an object', 'Which frames to score. Sampling never renumbers frames.'),
  select: key(selectSchema.prefault({}), 'an object', 'Which frames to pick.'),
  export: key(exportSchema.prefault({}), 'an object', 'How stills are written.'),
  db: key(
    z.string().min(1).nullable().default(null),
    'the path of a database file, ":memory:" or null',
    'Database of scores; `null`: `framesieve.sqlite` in the output folder. `:memory:` keeps nothing.',
  ),
});

/** A config file's contents: every key is optional. */
export type FrameSieveConfig = z.input<typeof configSchema>;

/** A config with all defaults filled in. */
export type ResolvedConfig = z.output<typeof configSchema>;
