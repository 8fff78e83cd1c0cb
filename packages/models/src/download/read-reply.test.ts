import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { readReply } from './read-reply.ts';

const asked = { from: 100, validator: '"v1"' };
const date = 'Sun, 06 Nov 1994 08:49:37 GMT';
const part = (range: string, more: Record<string, string> = {}) =>
  new Headers({ 'content-range': range, ...more });

it('takes a part only if it is the asked one', () => {
  const body = { kind: 'body', start: 100, end: 200, total: 200, validator: '"v1"' };
  expect(readReply(206, part('bytes 100-199/200'), asked)).toEqual(body);
  expect(readReply(206, part('bytes 100-199/*'), asked)).toEqual({ ...body, total: null });
  // A server may send less than the whole rest.
  expect(readReply(206, part('bytes 100-149/200'), asked)).toEqual({ ...body, end: 150 });
  const offset = fc.nat(400);
  fc.assert(
    fc.property(offset, offset, offset, (first, last, total) => {
      const reply = readReply(206, part(`bytes ${first}-${last}/${total}`), asked);
      expect(reply.kind === 'body').toBe(first === 100 && last >= 100 && total > last);
    }),
  );
});

it.each<[string, Headers]>([
  ['does not say which it is', new Headers()],
  ['counts in other units', part('lines 100-199/200')],
  ['says that nothing was there', part('bytes */200')],
  ['consists of many', new Headers({ 'content-type': 'multipart/byteranges; boundary=x' })],
  ['is of another file', part('bytes 100-199/200', { etag: '"v2"' })],
  ['is only like the file', part('bytes 100-199/200', { etag: 'W/"v1"' })],
  ['is compressed', part('bytes 100-199/200', { 'content-encoding': 'br' })],
])('can not use a part that %s', (_, headers) => {
  expect(readReply(206, headers, asked).kind).toBe('unusable');
});

it('compares dates where it asked by date', () => {
  const byDate = { from: 100, validator: date };
  const dated = (value: string) => part('bytes 100-199/200', { 'last-modified': value, etag: '"any"' });
  expect(readReply(206, dated(date), byDate).kind).toBe('body');
  expect(readReply(206, dated('Sun, 06 Nov 1994 08:49:38 GMT'), byDate).kind).toBe('unusable');
});

it.each([
  [{ etag: '"v1"' }, '"v1"'],
  [{ etag: '"v1"', 'last-modified': date, date: 'Mon, 07 Nov 1994 08:49:37 GMT' }, '"v1"'],
  [{ etag: 'W/"v1"' }, null],
  [{ etag: 'v1' }, null],
  [{ etag: '"v"1"' }, null],
  [{ 'last-modified': date, date: 'Sun, 06 Nov 1994 08:49:38 GMT' }, date],
  [{ 'last-modified': date, date }, null],
  [{ 'last-modified': date }, null],
  [{ 'last-modified': 'lately', date }, null],
  [{ etag: '"v1"', 'content-encoding': 'gzip' }, null],
  [{}, null],
])('knows the file again by what is strong: %j', (headers, validator) => {
  expect(readReply(200, new Headers(headers as Record<string, string>), null)).toMatchObject({
    start: 0,
    validator,
  });
});

it.each([
  [{ 'content-length': '5' }, 5],
  [{ 'content-length': '5', 'content-encoding': 'identity' }, 5],
  [{ 'content-length': '5', 'content-encoding': 'gzip' }, null],
  [{ 'content-length': '99999999999999999999' }, null],
  [{ 'content-length': 'x' }, null],
  [{}, null],
])('reads the length of %j', (headers, total) => {
  expect(readReply(200, new Headers(headers as Record<string, string>), null)).toMatchObject({
    end: total,
    total,
  });
});

it('takes 416 for completeness only where the server has exactly as much', () => {
  expect(readReply(416, part('bytes */100'), asked)).toEqual({ kind: 'complete' });
  for (const headers of [part('bytes */99'), part('bytes */101'), new Headers()])
    expect(readReply(416, headers, asked).kind).toBe('unusable');
  expect(readReply(416, part('bytes */0'), null).kind).toBe('unusable');
});
