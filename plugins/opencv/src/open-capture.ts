import type { Capture, OpenCvAddon } from './opencv-addon.ts';

/** What FFmpeg is given inside OpenCV: see `inputAccess` of the decode stage. */
export interface CaptureAddress {
  /** With its protocol, so that a name is never taken for one, nor for a camera or a pattern. */
  readonly address: string;
  /** Options of FFmpeg's demuxers and protocols, by name. */
  readonly options: Readonly<Record<string, string>>;
}

/** Whether OpenCV turns pictures itself. FFmpeg's backend alone knows the property (OpenCV 4.5). */
const orientationAuto = 49;

/**
 * Opens a video through FFmpeg and nothing else, with pictures as they were coded, not turned.
 *
 * @throws Error when FFmpeg can't; OpenCV doesn't say why.
 */
export function openCapture(addon: OpenCvAddon, { address, options }: CaptureAddress): Capture {
  const environment = {
    OPENCV_FFMPEG_CAPTURE_OPTIONS: formatOptions(options),
    // FFmpeg would write to the terminal; -8 is its level for silence.
    OPENCV_FFMPEG_LOGLEVEL: process.env.OPENCV_FFMPEG_LOGLEVEL ?? '-8',
  };
  const capture = withEnvironment(environment, () => new addon.VideoCapture(address, addon.CAP_FFMPEG));
  capture.set(orientationAuto, 0);
  return capture;
}

/** OpenCV's form of FFmpeg's options: `name;value|name;value`, with FFmpeg's escapes. */
export function formatOptions(options: Readonly<Record<string, string>>): string {
  const escaped = (text: string) => text.replace(/[\\';|]/g, '\\$&');
  return Object.entries(options)
    .map(([name, value]) => `${escaped(name)};${escaped(value)}`)
    .join('|');
}

/** The environment is the only way to these settings; opening returns before anything else runs. */
function withEnvironment<T>(variables: Readonly<Record<string, string>>, run: () => T): T {
  const before = Object.keys(variables).map(name => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  try {
    return run();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
