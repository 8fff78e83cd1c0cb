import { ffmpegDecoder } from '@framesieve/plugin-ffmpeg';

const ffmpeg = await ffmpegDecoder.availability();

/** The decoders: id, whether this machine has it, and a title that says so. */
export const backends: readonly (readonly [decoder: string, available: boolean, title: string])[] = [
  ['libav', true, 'libav'],
  ['ffmpeg', ffmpeg.available, ffmpeg.available ? 'ffmpeg' : 'ffmpeg (skipped: there is no ffmpeg command)'],
];
