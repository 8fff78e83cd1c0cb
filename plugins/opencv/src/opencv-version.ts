import type { OpenCvAddon } from './opencv-addon.ts';

/**
 * The version of OpenCV, and that of FFmpeg's decoders as it was built with them.
 *
 * @throws Error when it was built without FFmpeg: what else opens videos counts frames its own way.
 */
export function describeVersion({
  version,
  getBuildInformation,
}: Pick<OpenCvAddon, 'version' | 'getBuildInformation'>): string {
  const { major, minor, revision } = version;
  const avcodec = libavcodecOf(getBuildInformation());
  if (avcodec === null) throw new Error(`OpenCV ${major}.${minor}.${revision} was built without FFmpeg`);
  return `${major}.${minor}.${revision} (libavcodec ${avcodec})`;
}

/** Reads OpenCV's account of its build; `unknown` where FFmpeg is loaded when it is needed, `null` where it is absent. */
export function libavcodecOf(buildInformation: string): string | null {
  if (!/^\s*FFMPEG:\s+YES/m.test(buildInformation)) return null;
  return /^\s*avcodec:\s+(?:YES|NO)?\s*\(?(?:ver )?([\d.]+)\)?/m.exec(buildInformation)?.[1] ?? 'unknown';
}
