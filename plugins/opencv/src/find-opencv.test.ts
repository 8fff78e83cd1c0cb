import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildName, buildsFolder, moduleFile } from './build-cache.ts';
import { findOpenCv } from './find-opencv.ts';
import { opencvDecoder } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'framesieve-opencv-'));
const before = process.env.FRAMESIEVE_OPENCV;
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  process.env.FRAMESIEVE_OPENCV = join(folder, 'builds');
});
afterEach(() => {
  if (before === undefined) delete process.env.FRAMESIEVE_OPENCV;
  else process.env.FRAMESIEVE_OPENCV = before;
});

describe('Where builds are kept', () => {
  it('is named by FRAMESIEVE_OPENCV, else among cached files', () => {
    expect(buildsFolder({ FRAMESIEVE_OPENCV: '/builds' })).toBe('/builds');
    expect(buildsFolder({ XDG_CACHE_HOME: '/cache' })).toBe(join('/cache', 'framesieve', 'opencv'));
    expect(buildsFolder({})).toMatch(/\.cache.framesieve.opencv$/);
  });
});

describe('Looking for OpenCV', () => {
  it('says where it looked in vain, and what to do', async () => {
    const availability = await opencvDecoder.availability();
    expect(availability).toEqual({
      available: false,
      reason: `OpenCV can't be loaded: there is no build for Node.js ABI ${process.versions.modules} in "${join(folder, 'builds')}"; the package @u4/opencv4nodejs is not installed`,
      hint: expect.stringContaining('npx framesieve-install-opencv'),
    });
    await expect(opencvDecoder.create({})).rejects.toMatchObject({ code: 'decoder-unavailable' });
  });

  it('passes over what does not load, be it named or a build', () => {
    const build = join(folder, 'builds', buildName('4.6.0'));
    mkdirSync(build, { recursive: true });
    writeFileSync(join(build, moduleFile), 'no module');
    const named = join(folder, 'named.node');
    const { found, failed } = findOpenCv(named);
    expect(found).toBeNull();
    expect(failed.map(failure => failure.named)).toEqual([true, false, false]);
    expect(failed[0]!.description).toMatch(`the configured "${named}" is of no use: `);
    expect(failed[1]!.description).toMatch(`"${join(build, moduleFile)}" is of no use: `);
  });

  it.each([{ speed: 1 }, { path: 7 }, { path: '' }])('refuses the options %j', async options => {
    await expect(opencvDecoder.create(options)).rejects.toMatchObject({ code: 'config' });
    await expect(opencvDecoder.availability(options)).rejects.toMatchObject({ code: 'config' });
  });
});
