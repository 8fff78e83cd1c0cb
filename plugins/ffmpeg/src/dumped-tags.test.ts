import { expect, it } from 'vitest';
import { parseDump } from './stream-dump.ts';

const video = 'Video: h264, yuv420p, 64x48, 30 fps';
const tagsOf = (...messages: string[]) =>
  parseDump(["Input #0, matroska,webm, from 'file:a.mkv':", ...messages]).tags;

it('reads the tags of the file and of its video streams', () => {
  const tags = tagsOf(
    '  Metadata:',
    '    creation_time   : 2024-05-17T08:09:10.000000Z',
    '    com.apple.quicktime.location.ISO6709: +48.8577+002.2950/',
    '    empty           : ',
    '  Duration: 00:00:01.00, start: 0.000000, bitrate: 3591 kb/s',
    '  Stream #0:0: Audio: aac, 48000 Hz, stereo, fltp',
    '    Metadata:',
    '      creation_time   : 2001-01-01T00:00:00.000000Z',
    `  Stream #0:1(eng): ${video}`,
    '    Metadata:',
    '      handler_name    : VideoHandle: the first',
    '    Side data:',
    '      displaymatrix: rotation of -90.00 degrees',
  );
  expect(tags).toEqual({
    creation_time: '2024-05-17T08:09:10.000000Z',
    'com.apple.quicktime.location.ISO6709': '+48.8577+002.2950/',
    empty: '',
    '1:handler_name': 'VideoHandle: the first',
  });
});

it('joins the lines of a value, and takes none of them for something else', () => {
  const tags = tagsOf(
    '  Metadata:',
    '    comment         : one',
    `                    : Stream #0:7: ${video}`,
    '                    :   Metadata:',
    '    title           : two',
  );
  expect(tags).toEqual({ comment: `one\nStream #0:7: ${video}\n  Metadata:`, title: 'two' });
});

it('leaves out the tags of chapters and programs', () => {
  const tags = tagsOf(
    '  Duration: 00:00:01.00, start: 0.000000',
    '  Chapters:',
    '    Chapter #0:0: start 0.000000, end 1.000000',
    '      Metadata:',
    '        title           : The beginning',
    '  Program 1 ',
    '    Metadata:',
    '      service_name    : A channel',
    `  Stream #0:0[0x100]: ${video}`,
    '    Metadata:',
    '      encoder         : x',
  );
  expect(tags).toEqual({ '0:encoder': 'x' });
});

it('still finds the rotation behind tags', () => {
  const { streams } = parseDump([
    `  Stream #0:0: ${video}`,
    '    Metadata:',
    '      rotate          : 90',
    '    Side data:',
    '      displaymatrix: rotation of -90.00 degrees',
  ]);
  expect(streams[0]?.displayAngle).toBe(-90);
});
