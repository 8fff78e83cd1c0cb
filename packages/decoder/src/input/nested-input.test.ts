import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayOpenOthers, nestedInput, nestedKind } from './nested-input.ts';

const kindOf = (text: string) => nestedKind(Buffer.from(text));

describe('nestedKind', () => {
  it.each([
    ['#EXTM3U\n#EXT-X-TARGETDURATION:1\n', 'an HLS or M3U playlist'],
    ['ffconcat version 1.0\r\nfile a.mp4\r\n', 'a list of files to join (ffconcat)'],
    ['[playlist]\nFile1=a.mp4\n', 'a PLS playlist'],
    ['v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\n', 'a session description (SDP)'],
    ['<?xml version="1.0"?>\n<!-- made -->\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011">', 'a DASH manifest'],
    ['<d:MPD xmlns:d="urn:mpeg:dash:schema:mpd:2011">', 'a DASH manifest'],
    ['<CompositionPlaylist xmlns="http://www.smpte-ra.org/schemas/2067-3/2016">', 'an IMF playlist'],
    ['<am:AssetMap xmlns:am="x">', 'an IMF asset map'],
    ['<ASX version="3.0">', 'a playlist'],
  ])('recognises %j, with blanks and byte order marks before it', (text, kind) => {
    for (const before of ['', '\uFEFF', '\n\t ', '\uFEFF\r\n']) expect(kindOf(before + text)).toBe(kind);
    const wide = Buffer.from(`\uFEFF${text}`, 'utf16le');
    expect(nestedKind(wide)).toBe(kind);
    expect(nestedKind(wide.swap16())).toBe(kind);
  });

  it.each([
    ['text', 'This is no video, v=0\n#EXTM3U'],
    ['another XML', '<svg xmlns="http://www.w3.org/2000/svg"></svg>'],
    ['an MP4 file', '\0\0\0\u0020ftypisom\0\0\u0002\0isomiso2avc1mp41<MPD xmlns='],
    ['nothing', ''],
  ])('leaves %s alone', (_, text) => expect(kindOf(text)).toBeNull());

  it('takes no binary file for a list', () => {
    const content = fc.uint8Array({ maxLength: 200 }).map(bytes => Uint8Array.of(0, ...bytes));
    fc.assert(
      fc.property(content, bytes => {
        expect(nestedKind(bytes)).toBeNull();
      }),
    );
  });
});

describe('mayOpenOthers', () => {
  it.each([
    ['/a/b.m3u8', ['file'], true],
    ['/a/b.m3u8', ['http', 'https'], false],
    ['http://host/b.m3u8', ['http'], true],
    ['https://host/b.m3u8', ['http'], false],
    ['https://host/b.m3u8', ['file'], false],
    ['/a/b.m3u8', [], false],
  ])('%s by %j: %s', (path, protocols, expected) => expect(mayOpenOthers(path, protocols)).toBe(expected));
});

it('hides the password of an address in its error', () => {
  const { message, hint } = nestedInput('https://user:pass@host/a.m3u8', 'an HLS or M3U playlist');
  expect(message).toMatch(/^"https:\/\/host\/a\.m3u8" is an HLS or M3U playlist/);
  expect(hint).toContain('`--protocols https`');
});
