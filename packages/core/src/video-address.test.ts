import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fileNameOf, isUrl, shownPath, withoutCredentials } from './video-address.ts';

it.each([
  ['http://host/a.mp4', true],
  ['HTTPS://host/a.mp4', true],
  ['http:x.mp4', false],
  ['/films/http://host/a.mp4', false],
  ['c:d.mp4', false],
  ['ftp://host/a.mp4', false],
])('tells whether %s is an address', (path, expected) => expect(isUrl(path)).toBe(expected));

it.each([
  ['http://user:pass@host/a.mp4', 'http://host/a.mp4'],
  ['https://user:p@ss@host:81/a@b.mp4?x=1', 'https://host:81/a@b.mp4?x=1'],
  ['http://host/a.mp4?X-Amz-Signature=abc&x=1', 'http://host/a.mp4?X-Amz-Signature=…&x=1'],
  ['http://host/a.mp4?x=1&access_token=abc#t', 'http://host/a.mp4?x=1&access_token=…#t'],
  ['/films/http://user:pass@host.mp4', '/films/http://user:pass@host.mp4'],
])('shows %s as %s', (path, shown) => expect(shownPath(path)).toBe(shown));

it('takes credentials out of any text', () => {
  const userinfo = fc.stringMatching(/^[A-Za-z0-9%._~!$&*+,;=:-]{1,20}$/);
  fc.assert(
    fc.property(userinfo, secret => {
      const text = `[http @ 0x1] Opening 'https://${secret}@host/a.mp4' failed, http://${secret}@host/`;
      expect(withoutCredentials(text)).toBe("[http @ 0x1] Opening 'https://host/a.mp4' failed, http://host/");
    }),
  );
});

it.each([
  ['/films/a b.mp4', 'a b.mp4'],
  ['http://host/films/a%20b.mp4?token=x.mkv#y', 'a b.mp4'],
  ['http://host/films/', 'films'],
  ['http://host', 'host'],
  ['http://host/100%.mp4', '100%.mp4'],
  ['http://host/a%2Fb.mp4', 'a/b.mp4'],
])('calls the file of %s "%s"', (path, name) => expect(fileNameOf(path)).toBe(name));
