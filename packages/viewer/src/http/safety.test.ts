import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ScoredClip, scoredClip } from '../../test/scored-clip.ts';
import { startTestViewer, type TestViewer } from '../../test/start-test-viewer.ts';

let clip: ScoredClip;
let viewer: TestViewer;
let token: string;
let port: number;

beforeAll(async () => {
  clip = await scoredClip();
  await writeFile(join(clip.folder, 'secret.txt'), 'a secret');
  viewer = await startTestViewer(clip);
  const url = new URL(viewer.url);
  token = url.pathname.slice(1, -1);
  port = Number(url.port);
});

afterAll(async () => {
  await viewer?.[Symbol.asyncDispose]();
  await clip?.[Symbol.asyncDispose]();
});

/** Sends a request byte by byte as it is written, and reads the whole answer. */
function raw(target: string, headers: readonly string[] = [], method = 'GET', body = ''): Promise<string> {
  const host = headers.some(header => /^host:/i.test(header)) ? [] : [`Host: 127.0.0.1:${port}`];
  const lines = [`${method} ${target} HTTP/1.1`, ...host, 'Connection: close', ...headers, '', body];
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(lines.join('\r\n')));
    socket.setEncoding('latin1').on('data', text => {
      answer += text;
    });
    socket.once('close', () => resolve(answer));
    socket.once('error', reject);
  });
}

const statusOf = (answer: string) => Number(answer.split(' ', 2)[1]);

describe('the key in the address', () => {
  it('opens the page and its files, with their types', async () => {
    const page = await viewer.get('');
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const script = await viewer.get('assets/page.js');
    expect([script.status, script.headers.get('content-type')]).toEqual([
      200,
      'text/javascript; charset=utf-8',
    ]);
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect(token).toMatch(/^[\w-]{43}$/);
  });

  it.each(['/', '/api/library', '/x/', '/favicon.ico'])('is asked for: %s', async target => {
    const answer = await raw(target);
    expect(statusOf(answer)).toBe(403);
    expect(answer).toContain('Use the address that the command has printed.');
  });

  it('is taken as a whole, in its own case', async () => {
    const wrong = [
      token.slice(0, -1),
      `${token}x`,
      token.toLowerCase(),
      `%2f${token}`,
      encodeURIComponent(`${token}/`),
    ];
    for (const one of wrong.filter(text => text !== token))
      expect(statusOf(await raw(`/${one}/api/library`)), one).toBe(403);
  });

  it('is another for each viewer', async () => {
    await using other = await startTestViewer(clip);
    expect(new URL(other.url).pathname).not.toBe(`/${token}/`);
  });
});

describe('who asks', () => {
  it.each([
    'evil.example',
    'evil.example:80',
    '127.0.0.1',
    'localhost:1',
    '127.0.0.1.evil.example',
    '[::2]:PORT',
    '',
  ])('by another name of the host is refused: "%s"', async host => {
    const answer = await raw(`/${token}/api/library`, [`Host: ${host.replace('PORT', String(port))}`]);
    expect([400, 403]).toContain(statusOf(answer));
    expect(answer).not.toContain('videos');
  });

  it.each(['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]'])('by its own name is answered: %s', async name => {
    expect(statusOf(await raw(`/${token}/api/library`, [`Host: ${name}:${port}`]))).toBe(200);
  });

  it.each([
    'http://evil.example',
    'null',
    'https://127.0.0.1:PORT',
    'http://127.0.0.1',
    'http://127.0.0.1:PORT/',
  ])('from another page is refused: %s', async origin => {
    const header = `Origin: ${origin.replace('PORT', String(port))}`;
    expect(statusOf(await raw(`/${token}/api/library`, [header]))).toBe(403);
  });

  it('and wants to change something has to be the page', async () => {
    const path = `/${token}/api/decodes/1/overrides/3`;
    const body = JSON.stringify({ action: 'added', selection: 'x' });
    const headers = ['Content-Type: application/json', `Content-Length: ${body.length}`];
    const put = (more: readonly string[]) => raw(path, [...headers, ...more], 'PUT', body);
    expect(statusOf(await put([]))).toBe(403);
    expect(statusOf(await put(['Sec-Fetch-Site: cross-site']))).toBe(403);
    expect(statusOf(await put(['Sec-Fetch-Site: same-site']))).toBe(403);
    // Known as the page, it is told what is wrong with the request itself.
    expect(statusOf(await put(['Sec-Fetch-Site: same-origin']))).toBe(404);
    expect(statusOf(await put([`Origin: ${viewer.origin}`]))).toBe(404);
    expect((await clip.store.overrides(1)).added).toEqual([]);
  });
});

describe('what is no part of the page', () => {
  it.each([
    '../secret.txt',
    '..%2fsecret.txt',
    '%2e%2e/secret.txt',
    '%2e%2e%2fsecret.txt',
    '..\\secret.txt',
    '..%5csecret.txt',
    'assets/../../secret.txt',
    'assets/..%2f..%2fsecret.txt',
    '/secret.txt',
    '//etc/passwd',
    '%2fetc%2fpasswd',
    'assets/page.js%00.html',
    'assets/page.js/',
    'assets/',
    'assets',
    '%252e%252e%252fsecret.txt',
  ])('is not found: %s', async path => {
    const answer = await raw(`/${token}/${path}`);
    expect([400, 403, 404]).toContain(statusOf(answer));
    expect(answer).not.toContain('a secret');
    expect(answer).not.toContain('root:');
  });

  it.each([
    'api',
    'api/',
    'api/nothing',
    'api/decodes/1',
    'api/decodes/x/selection',
    'api/decodes/1/frames/-1/picture',
  ])('is not found: %s', async path => {
    expect((await viewer.get(path)).status).toBe(404);
  });
});

describe('answers', () => {
  it('have the headers that keep other pages out, whatever they are', async () => {
    for (const target of [
      `/${token}/`,
      `/${token}/api/library`,
      `/${token}/nothing`,
      '/',
      `/${token}/api/nothing`,
    ]) {
      const answer = await raw(target);
      expect(answer, target).toMatch(/content-security-policy: default-src 'none'; script-src 'self'/i);
      expect(answer, target).toMatch(/x-content-type-options: nosniff/i);
      expect(answer, target).toMatch(/referrer-policy: no-referrer/i);
      expect(answer, target).toMatch(/cross-origin-resource-policy: same-origin/i);
      expect(answer, target).toMatch(/cross-origin-opener-policy: same-origin/i);
      expect(answer, target).not.toMatch(/access-control-allow/i);
    }
  });

  it('of the API are not kept', async () => {
    expect((await viewer.get('api/library')).headers.get('cache-control')).toBe('no-store');
    expect((await viewer.get('api/nothing')).headers.get('cache-control')).toBe('no-store');
  });

  it('to HEAD have no body, and other methods are refused', async () => {
    const head = await fetch(new URL('api/library', viewer.url), { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH'])
      expect((await viewer.send(method, '')).status, method).toBe(405);
    expect((await viewer.send('DELETE', 'api/library')).status).toBe(404);
    expect([400, 403, 404, 405, 501]).toContain(statusOf(await raw(`/${token}/`, [], 'TRACE')));
  });
});

describe('bodies', () => {
  const path = 'api/decodes/1/overrides/3';
  const put = (body: string, type = 'application/json') =>
    fetch(new URL(path, viewer.url), {
      method: 'PUT',
      headers: { Origin: viewer.origin, 'Content-Type': type },
      body,
    });

  it('are JSON that says so', async () => {
    expect((await put('{}', 'text/plain')).status).toBe(415);
    expect((await put('{}', 'application/x-www-form-urlencoded')).status).toBe(415);
    expect((await put('{')).status).toBe(400);
    expect((await put('')).status).toBe(400);
  });

  it('are what is asked for, and the answer says what is not', async () => {
    const answer = await put(JSON.stringify({ action: 'other', selection: 'stored-1' }));
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      code: 'usage',
      message: expect.stringContaining('`action`'),
    });
    expect((await put(JSON.stringify({ action: null, selection: 'x', path: '/etc/passwd' }))).status).toBe(
      400,
    );
    expect((await put(JSON.stringify([]))).status).toBe(400);
  });

  it('are no larger than a megabyte', async () => {
    expect((await put(JSON.stringify({ action: null, selection: 'x'.repeat(1_000_001) }))).status).toBe(413);
  });
});

describe('a viewer that is read only', () => {
  it('refuses what changes something, and shows the rest', async () => {
    await using looking = await startTestViewer(clip, { readOnly: true });
    expect(await looking.json('api/library')).toMatchObject({ readOnly: true });
    const override = { action: 'added', selection: 'default' };
    const exported = {
      ...{ selection: 'default', format: 'png', quality: null, template: '{frame}.{ext}', maxSize: null },
      ...{ overwrite: false, crop: false },
    };
    expect((await looking.send('PUT', 'api/decodes/1/overrides/3', override)).status).toBe(403);
    expect((await looking.send('POST', 'api/decodes/1/exports', exported)).status).toBe(403);
    expect((await looking.send('DELETE', 'api/exports/1')).status).toBe(403);
    const { settings, runIds } = await looking.json<{ settings: unknown; runIds: unknown }>(
      'api/decodes/1/selection',
    );
    const select = (keep: boolean) =>
      looking.send('POST', 'api/decodes/1/select', { runIds, settings, keep });
    expect((await select(true)).status).toBe(403);
    expect((await select(false)).status).toBe(200);
    expect(await clip.store.latestPicks(1)).toBeNull();
  });
});

it('survives what is no HTTP at all', async () => {
  await new Promise<void>(resolve => {
    const socket = connect(port, '127.0.0.1', () => socket.end('\0\x01\x02 nonsense\r\n\r\n'));
    socket.resume().once('close', () => resolve());
  });
  expect((await viewer.get('api/library')).status).toBe(200);
});
