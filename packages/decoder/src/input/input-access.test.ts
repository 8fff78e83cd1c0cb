import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { inputAccess } from './input-access.ts';

const folder = mkdtempSync(join(tmpdir(), 'framesieve-access-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { signal } = new AbortController();
const list = join(folder, 'list.m3u8');
writeFileSync(list, '#EXTM3U\n');
const video = join(folder, 'c:video.mp4');
writeFileSync(video, '\0\0\0 ftyp');

const listOf = (text: string | undefined) => text?.split(',');

describe('inputAccess', () => {
  it('lets a file be opened, and nothing else', async () => {
    const { address, options } = await inputAccess(video, { signal });
    expect(address).toBe(`file:${video}`);
    expect(options.protocol_whitelist).toBe('file');
    const formats = listOf(options.format_whitelist);
    for (const format of ['mov', 'matroska', 'mpegts', 'avi', 'h264']) expect(formats).toContain(format);
    const opening = [
      'hls',
      'dash',
      'concat',
      'imf',
      'sdp',
      'rtsp',
      'image2',
      'avisynth',
      'vapoursynth',
      'lavfi',
    ];
    for (const format of opening) expect(formats).not.toContain(format);
  });

  it('lets an address be opened by what it needs, and does not wait for ever', async () => {
    const { address, options } = await inputAccess('https://host/a \u00e9.mp4#t=1', {
      signal,
      stallSeconds: 1.5,
    });
    expect(address).toBe('https://host/a%20%C3%A9.mp4');
    expect(listOf(options.protocol_whitelist)).not.toContain('file');
    expect(listOf(options.format_whitelist)).not.toContain('hls');
    expect(options).toMatchObject({ rw_timeout: '1500000', reconnect: '1', reconnect_delay_max: '0' });
  });

  it('guards a video as ever, whatever protocols are named', async () => {
    const { options } = await inputAccess(video, { signal, protocols: ['file', 'https'] });
    expect(options.protocol_whitelist).toBe('file');
    expect(options.format_whitelist).toContain('mov');
  });

  it('lets a list open others by the protocols that are named, if its own is among them', async () => {
    const allowed = await inputAccess(list, { signal, protocols: ['file', 'https'] });
    expect(allowed.options).toEqual({
      protocol_whitelist: 'file,https,tls,tcp,httpproxy',
      max_reload: '1',
    });
    const guarded = await inputAccess(list, { signal, protocols: ['https'] });
    expect(guarded.options.protocol_whitelist).toBe('file');
    expect(listOf(guarded.options.format_whitelist)).not.toContain('hls');
  });
});
