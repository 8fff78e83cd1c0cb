import { unknownRecording } from '@framesieve/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readRecording } from './read-recording.ts';

const place = { latitude: 48.8577, longitude: 2.295, altitude: null };

it('reads what a telephone writes', () => {
  const tags = {
    major_brand: 'mp42',
    creation_time: '2024-05-17T08:09:10.000000Z',
    location: '+48.8577+002.2950/',
    'location-eng': '+48.8577+002.2950/',
  };
  expect(readRecording(tags, 0)).toEqual({ createdAt: '2024-05-17T08:09:10Z', position: place });
});

it('prefers the time that has the offset from UTC', () => {
  const tags = {
    creation_time: '2024-05-17T08:09:10.000000Z',
    'com.apple.quicktime.creationdate': '2024-05-17T10:09:08+0200',
    'com.apple.quicktime.location.ISO6709': '+48.8577+002.2950+035.000/',
  };
  expect(readRecording(tags, 0)).toEqual({
    createdAt: '2024-05-17T10:09:08+02:00',
    position: { ...place, altitude: 35 },
  });
});

it('falls back to the tags of the stream, not of another', () => {
  const tags = {
    creation_time: '1904-01-01T00:00:00.000000Z',
    '0:creation_time': '2001-02-03T04:05:06Z',
    '1:creation_time': '2024-05-17T08:09:10Z',
    '11:location': '+48.8577+002.2950/',
  };
  expect(readRecording(tags, 1)).toEqual({ createdAt: '2024-05-17T08:09:10Z', position: null });
});

it('knows the names that Matroska writes in capitals', () => {
  const tags = { DATE: '2024-05-17 08:09:10', LOCATION: '+48.8577+002.2950/' };
  expect(readRecording(tags, 0)).toEqual({ createdAt: '2024-05-17T08:09:10', position: place });
});

it('makes no time of a year', () => {
  expect(readRecording({ date: '1999' }, 0)).toEqual(unknownRecording);
  expect(readRecording({}, 0)).toEqual(unknownRecording);
});

it('never throws', () => {
  const name = fc.oneof(
    fc.string(),
    fc.constantFrom('creation_time', 'date', 'location', '0:location', '__proto__'),
  );
  fc.assert(
    fc.property(fc.dictionary(name, fc.string()), fc.nat({ max: 3 }), (tags, stream) => {
      expect(Object.keys(readRecording(tags, stream))).toEqual(['createdAt', 'position']);
    }),
  );
});
