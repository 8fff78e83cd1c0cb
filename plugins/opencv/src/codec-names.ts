/** FFmpeg's names of codecs for tags that containers give them, in lower case. OpenCV tells the tag, not the name. */
const names: Readonly<Record<string, string>> = {
  avc1: 'h264',
  avc3: 'h264',
  x264: 'h264',
  hvc1: 'hevc',
  hev1: 'hevc',
  mp4v: 'mpeg4',
  fmp4: 'mpeg4',
  xvid: 'mpeg4',
  divx: 'mpeg4',
  dx50: 'mpeg4',
  div3: 'msmpeg4v3',
  mp43: 'msmpeg4v3',
  mjpg: 'mjpeg',
  vp08: 'vp8',
  vp80: 'vp8',
  vp09: 'vp9',
  vp90: 'vp9',
  av01: 'av1',
};

/**
 * Names a codec by its tag.
 *
 * @param fourcc four characters in one number, the first in the low byte.
 * @returns FFmpeg's name where it is known here, else the tag itself; `unknown` where there is none.
 */
export function codecOf(fourcc: number): string {
  const bytes = [0, 8, 16, 24].map(shift => (fourcc >>> shift) & 0xff);
  const text = String.fromCharCode(...bytes)
    .replace(/[^\x21-\x7e]/g, '')
    .toLowerCase();
  return names[text] ?? (text || 'unknown');
}
