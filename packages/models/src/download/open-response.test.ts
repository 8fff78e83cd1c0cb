import { expect, it } from 'vitest';
import type { DownloadSource } from './download-source.ts';
import { nextAddress } from './open-response.ts';

const source = (url: string): DownloadSource => ({ id: 'a/b', name: 'x', url: new URL(url), shown: url });

it.each([
  ['https://a.example/x/y', 'z', 'https://a.example/x/z'],
  ['https://a.example/x', '//b.example/z', 'https://b.example/z'],
  ['https://a.example/x', 'https://ada:secret@b.example/z', 'https://b.example/z'],
  ['http://a.example/x', 'https://b.example/', 'https://b.example/'],
  ['http://a.example/x', 'http://b.example/', 'http://b.example/'],
])('goes from %s by %s', (from, location, expected) => {
  expect(nextAddress(source(from), new URL(from), location).href).toBe(expected);
});

it.each([
  [
    'https://a.example/x',
    'http://a.example/x',
    'from https://a.example to http://a.example, which is not safe',
  ],
  ['https://a.example/x', 'file:///etc/passwd', 'from https://a.example to file:, which is not safe'],
  ['http://a.example/x', 'file:///etc/passwd', 'from http://a.example to file:, which is not safe'],
  ['http://a.example/x', 'data:text/plain,x', 'to data:, which is not safe'],
  ['http://a.example/x', 'ftp://a.example/x', 'to ftp:, which is not safe'],
  ['http://a.example/x', 'http://', 'without saying where'],
  ['http://a.example/x', null, 'without saying where'],
])('does not go from %s by %s', (from, location, reason) => {
  expect(() => nextAddress(source(from), new URL(from), location)).toThrow(
    expect.objectContaining({ code: 'download-failed', message: expect.stringContaining(reason) }),
  );
});
