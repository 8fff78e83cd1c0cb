import { type DecoderFactory, FrameSieveError } from '@framesieve/core';
import { type FailedCandidate, findOpenCv } from './find-opencv.ts';
import { OpenCvDecoder } from './opencv-decoder.ts';

const hint =
  "Install OpenCV's headers (Debian, Ubuntu: `apt-get install libopencv-dev`) and run `npx framesieve-install-opencv`, which compiles @u4/opencv4nodejs for this Node.js once.";

/**
 * Decodes with OpenCV's `VideoCapture` over FFmpeg, through @u4/opencv4nodejs. Frames come as 8-bit RGB, times are
 * estimated. Its only option in the config: `path`, the compiled module to use, or the folder of its package.
 */
export const opencvDecoder: DecoderFactory = {
  id: 'opencv',
  summary: "OpenCV's VideoCapture: 8-bit RGB, times estimated",

  async availability(options = {}) {
    const { found, failed } = findOpenCv(pathOption(options));
    if (found) return { available: true, version: found.version };
    return { available: false, reason: `OpenCV can't be loaded: ${reasonOf(failed)}`, hint };
  },

  async create(options) {
    const { found, failed } = findOpenCv(pathOption(options));
    if (found) return new OpenCvDecoder(found, failed);
    throw new FrameSieveError({
      code: 'decoder-unavailable',
      message: `The decoder "opencv" can't be used: OpenCV can't be loaded: ${reasonOf(failed)}.`,
      hint,
    });
  },
};

function reasonOf(failed: readonly FailedCandidate[]): string {
  return failed.map(({ description }) => description).join('; ');
}

function pathOption({ path = null, ...unknown }: Readonly<Record<string, unknown>>): string | null {
  const [key] = Object.keys(unknown);
  if (key !== undefined) {
    throw new FrameSieveError({
      code: 'config',
      message: `The decoder "opencv" has no option \`${key}\`.`,
      hint: 'Its only option is `path`, the compiled module of @u4/opencv4nodejs to use.',
    });
  }
  if (path === null || (typeof path === 'string' && path !== '')) return path;
  throw new FrameSieveError({
    code: 'config',
    message: `Expected the path of a module for the opencv decoder's \`path\` but received ${JSON.stringify(path)} of type ${typeof path}.`,
    hint: 'Give the path of a compiled opencv4nodejs.node, or leave it out.',
  });
}
