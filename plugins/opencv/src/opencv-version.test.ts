import { expect, it } from 'vitest';
import { describeVersion, libavcodecOf } from './opencv-version.ts';

const withFfmpeg = `
  Video I/O:
    DC1394:                      YES (2.2.6)
    FFMPEG:                      YES
      avcodec:                   YES (59.37.100)
      avformat:                  YES (59.27.100)
`;
const prebuilt = `
  Video I/O:
    FFMPEG:                      YES (prebuilt binaries)
      avcodec:                   YES (ver 58.134.100)
`;
const version = { major: 4, minor: 6, revision: 0 };

it('names OpenCV and the decoders behind it', () => {
  expect(describeVersion({ version, getBuildInformation: () => withFfmpeg })).toBe(
    '4.6.0 (libavcodec 59.37.100)',
  );
  expect(libavcodecOf(prebuilt)).toBe('58.134.100');
});

it('refuses an OpenCV without FFmpeg', () => {
  const getBuildInformation = () => withFfmpeg.replace(/FFMPEG: +YES/, 'FFMPEG: NO');
  expect(() => describeVersion({ version, getBuildInformation })).toThrow(/built without FFmpeg/);
});
