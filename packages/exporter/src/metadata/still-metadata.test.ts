import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GeoPosition, StillFormat, StillSource } from '@framesieve/core';
import ExifReader from 'exifreader';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { makeFrame, makeSource, planStill, temporaryFolder, toRgb } from '../../test/make-input.ts';
import { writeStill } from '../write-still.ts';
import { exifFields } from './exif-fields.ts';
import { stillFacts } from './still-facts.ts';
import { stillMetadata } from './still-metadata.ts';
import { xmlText } from './xml-text.ts';
import { xmpNamespace } from './xmp-packet.ts';

const formats: readonly StillFormat[] = ['png', 'jpg', 'webp', 'avif'];
const frame = makeFrame({ ordinal: 90 });
const position: GeoPosition = { latitude: -33.8567844, longitude: 151.2152967, altitude: 12.345 };
const source = makeSource({
  path: '/home/someone/private/Überfahrt 東京 (1).mp4',
  recording: { createdAt: '2024-05-06T23:59:58.5+02:00', position },
});
const planned = {
  ...planStill(frame, 2, 4.5),
  pick: { ordinal: 90, rank: 2, tier: 'top' as const, reason: 'Best of <all> & "more" ✓.' },
};
const described = (changes: Partial<StillSource> = {}) =>
  stillMetadata(stillFacts(planned, { ...source, ...changes }, 'exact'));

async function write(folder: string, format: StillFormat, metadata = described(), depth: 8 | 10 = 8) {
  const image = toRgb(makeFrame({ ordinal: 90, bitDepth: depth }), { bitDepth: depth === 8 ? 8 : 16 });
  const file = join(folder, `${depth}.${format}`);
  await writeStill(image, file, { format, metadata, sourceBitDepth: depth, overwrite: true });
  return file;
}

describe('what a still says of itself', () => {
  it.each(formats.flatMap(format => [8, 10].map(depth => [format, depth as 8 | 10] as const)))(
    'is read from %s of %i bits by another reader',
    async (format, depth) => {
      await using folder = await temporaryFolder();
      const bytes = await readFile(await write(folder.path, format, described(), depth));
      const { exif, gps, xmp } = await ExifReader.load(bytes, { expanded: true, async: true });
      expect(exif?.Software?.description).toBe('FrameSieve');
      expect(exif?.ImageDescription?.description).toBe('Uberfahrt ?? (1).mp4, frame 90 at 3.600 s');
      expect(exif?.DateTimeOriginal?.description).toBe('2024:05:07 00:00:02');
      expect(exif?.SubSecTimeOriginal?.description).toBe('100');
      expect(exif?.OffsetTimeOriginal?.description).toBe('+02:00');
      expect(exif?.ColorSpace?.value).toBe(1);
      expect(exif?.PixelXDimension?.value).toBe(40);
      expect(gps?.Latitude).toBeCloseTo(position.latitude, 9);
      expect(gps?.Longitude).toBeCloseTo(position.longitude, 9);
      expect(gps?.Altitude).toBe(12.345);
      expect(xmp?.SourceFile?.description).toBe('Überfahrt 東京 (1).mp4');
      expect(xmp?.source?.description).toBe('Überfahrt 東京 (1).mp4');
      expect(xmp?.description?.description).toBe('Überfahrt 東京 (1).mp4, frame 90 at 3.600 s');
      expect(xmp?.DateCreated?.value).toBe('2024-05-07T00:00:02.100+02:00');
      expect(xmp?.Reason?.value).toBe('Best of <all> & "more" ✓.');
      expect(xmp?.Frame?.value).toBe('90');
      expect(xmp?.PtsTicks?.value).toBe('46080');
      expect(xmp?.TimeBase?.value).toBe('1/12800');
      expect(xmp?.TimeSeconds?.value).toBe('3.6');
      expect(xmp?.SourceSha256?.value).toBe('ab'.repeat(32));
      expect([xmp?.Rank?.value, xmp?.Tier?.value, xmp?.Verified?.value]).toEqual(['2', 'top', 'exact']);
      expect(xmp?.Fingerprint?.value).toBe(frame.record.fingerprint.toString(16).padStart(16, '0'));
      const { xmpAsString } = await sharp(bytes).metadata();
      expect(xmpAsString).toContain(`xmlns:framesieve="${xmpNamespace}"`);
      expect(xmpAsString).toContain('<framesieve:Score>4.5</framesieve:Score>');
      // A still may be passed on: where the video lay is nobody's business.
      expect(bytes.includes('someone')).toBe(false);
    },
  );

  it('is the same each time, so that the same picture gives the same file', async () => {
    await using folder = await temporaryFolder();
    for (const format of formats) {
      const first = await readFile(await write(folder.path, format));
      expect(await readFile(await write(folder.path, format))).toEqual(first);
    }
  });

  it.each(formats)('is nothing in %s where nothing is asked for', async format => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, `bare.${format}`);
    await writeStill(toRgb(frame), file, { format });
    const { exif, xmp } = await sharp(await readFile(file)).metadata();
    expect([exif, xmp]).toEqual([undefined, undefined]);
  });

  it('leaves out what is not known', async () => {
    await using folder = await temporaryFolder();
    const metadata = described({ recording: { createdAt: null, position: null } });
    const bytes = await readFile(await write(folder.path, 'jpg', metadata));
    const { exif, gps, xmp } = await ExifReader.load(bytes, { expanded: true, async: true });
    expect(exif?.DateTimeOriginal).toBeUndefined();
    expect(gps?.Latitude).toBeUndefined();
    expect(xmp?.DateCreated).toBeUndefined();
    const unscored = stillMetadata(
      stillFacts({ ...planned, scores: {} }, { ...source, metrics: [] }, 'approximate'),
    );
    expect(unscored.xmp).not.toContain('framesieve:Metric');
    expect(unscored.xmp).toContain('<framesieve:Verified>approximate<');
  });

  it('says that a place is below the sea in XMP alone, as EXIF would take it for one above', async () => {
    const dead = { latitude: 31.5, longitude: 35.5, altitude: -430.5 };
    const { exif, xmp } = described({ recording: { createdAt: null, position: dead } });
    expect(exif.IFD3).not.toHaveProperty('GPSAltitude');
    expect(xmp).toContain('<exif:GPSAltitude>430500/1000</exif:GPSAltitude>');
    expect(xmp).toContain('<exif:GPSAltitudeRef>1</exif:GPSAltitudeRef>');
  });

  it('is what ExifTool reads too', async ({ skip }) => {
    if (spawnSync('exiftool', ['-ver']).status !== 0) skip('There is no exiftool here.');
    await using folder = await temporaryFolder();
    const files: string[] = [];
    for (const format of formats) files.push(await write(folder.path, format));
    const { stdout } = spawnSync('exiftool', ['-json', '-n', '-G1', ...files], { encoding: 'utf8' });
    const read: Record<string, unknown>[] = JSON.parse(stdout);
    expect(read).toHaveLength(4);
    for (const tags of read) {
      expect(tags).toMatchObject({
        'IFD0:Software': 'FrameSieve',
        'ExifIFD:DateTimeOriginal': '2024:05:07 00:00:02',
        'ExifIFD:OffsetTimeOriginal': '+02:00',
        'GPS:GPSMapDatum': 'WGS-84',
        'XMP-dc:Source': 'Überfahrt 東京 (1).mp4',
        'XMP-framesieve:Frame': 90,
        'XMP-framesieve:Reason': 'Best of <all> & "more" ✓.',
      });
      expect(tags['Composite:GPSLatitude']).toBeCloseTo(position.latitude, 9);
      expect(tags['Composite:GPSLongitude']).toBeCloseTo(position.longitude, 9);
    }
  });
});

describe('a position', () => {
  const value = (text: string) => {
    const [degrees, minutes, seconds] = text.split(' ').map(part => {
      const [numerator, denominator] = part.split('/').map(Number);
      expect(numerator).toBeLessThan(2 ** 32);
      return numerator! / denominator!;
    });
    expect(minutes).toBeLessThan(60);
    expect(seconds).toBeLessThan(60);
    return degrees! + minutes! / 60 + seconds! / 3600;
  };

  it('is exact to less than a millimetre, wherever it is', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -90, max: 90, noNaN: true }),
        fc.double({ min: -180, max: 180, noNaN: true }),
        (latitude, longitude) => {
          const recording = { createdAt: null, position: { latitude, longitude, altitude: null } };
          const { IFD3 } = exifFields(stillFacts(planned, { ...source, recording }, 'exact'));
          expect(value(IFD3!.GPSLatitude!)).toBeCloseTo(Math.abs(latitude), 8);
          expect(value(IFD3!.GPSLongitude!)).toBeCloseTo(Math.abs(longitude), 8);
          expect(IFD3!.GPSLatitudeRef).toBe(latitude < 0 ? 'S' : 'N');
          expect(IFD3!.GPSLongitudeRef).toBe(longitude < 0 ? 'W' : 'E');
        },
      ),
    );
  });
});

describe('any text', () => {
  it('leaves EXIF in ASCII and XMP well-formed', async () => {
    const parser = new (await import('@xmldom/xmldom')).DOMParser({
      onError: (level, message) => {
        if (level !== 'warning') throw new Error(message);
      },
    });
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), name => {
        const path = `/v/${name.replaceAll('/', '_')}.mp4`;
        const { exif, xmp } = described({ path });
        expect(exif.IFD0!.ImageDescription).toMatch(/^[\x20-\x7e]*$/);
        const document = parser.parseFromString(xmp, 'application/xml');
        const [element] = document.getElementsByTagNameNS(xmpNamespace, 'SourceFile');
        expect(xmlText(element!.textContent!)).toBe(xmlText(path.slice(3)));
      }),
    );
  });
});
