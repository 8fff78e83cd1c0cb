import { expect, it } from 'vitest';
import { codecOf } from './codec-names.ts';
import { formatOptions, openCapture } from './open-capture.ts';
import type { OpenCvAddon } from './opencv-addon.ts';

it("writes options in OpenCV's form", () => {
  expect(formatOptions({ protocol_whitelist: 'file,http', other: "a;b|c'd\\e" })).toBe(
    "protocol_whitelist;file,http|other;a\\;b\\|c\\'d\\\\e",
  );
});

it('opens with FFmpeg only, unturned, and leaves the environment as it was', () => {
  const seen: unknown[] = [];
  const addon: OpenCvAddon = {
    version: { major: 4, minor: 6, revision: 0 },
    CAP_FFMPEG: 1900,
    getBuildInformation: () => '',
    VideoCapture: class {
      constructor(address: string, backend: number) {
        seen.push(address, backend, process.env.OPENCV_FFMPEG_CAPTURE_OPTIONS);
      }
      get = () => 0;
      set = (property: number, value: number) => {
        seen.push(property, value);
        return true;
      };
      readAsync() {}
      release() {}
    },
  };
  const before = { ...process.env };
  openCapture(addon, { address: 'file:0', options: { protocol_whitelist: 'file' } });
  expect(seen).toEqual(['file:0', 1900, 'protocol_whitelist;file', 49, 0]);
  expect({ ...process.env }).toEqual(before);
});

it.each([
  ['avc1', 'h264'],
  ['XVID', 'mpeg4'],
  ['theo', 'theo'],
  ['\0\0\0\0', 'unknown'],
])('names the codec of the tag %j', (tag, codec) => {
  expect(codecOf(Buffer.from(tag, 'latin1').readUInt32LE())).toBe(codec);
});
