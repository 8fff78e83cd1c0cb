import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { expect, it } from 'vitest';
import { downloadsFolder, frameSieveHome, modelsFolder } from './models-folder.ts';

const linux = { platform: 'linux', cwd: '/clips', userFolder: () => '/home/ada' } as const;
const mac = { ...linux, platform: 'darwin', userFolder: () => '/Users/ada' } as const;
const windows = { platform: 'win32', cwd: 'D:\\clips', userFolder: () => 'C:\\Users\\Ada' } as const;
const localAppData = 'E:\\Local';

it.each([
  ['by default', {}, linux, '/home/ada/.cache/framesieve'],
  ['in the folder for caches', { XDG_CACHE_HOME: '/var/c' }, linux, '/var/c/framesieve'],
  [
    'by default, as a relative one does not count',
    { XDG_CACHE_HOME: 'c' },
    linux,
    '/home/ada/.cache/framesieve',
  ],
  ['where it is named', { FRAMESIEVE_HOME: '/m', XDG_CACHE_HOME: '/var/c' }, linux, '/m'],
  ['from the working directory', { FRAMESIEVE_HOME: '../m' }, linux, '/m'],
  [
    'by default, as an empty name is none',
    { FRAMESIEVE_HOME: '', XDG_CACHE_HOME: '' },
    linux,
    '/home/ada/.cache/framesieve',
  ],
  ['elsewhere too', {}, { ...linux, platform: 'freebsd' }, '/home/ada/.cache/framesieve'],
  ['on macOS', { XDG_CACHE_HOME: '/var/c' }, mac, '/Users/ada/Library/Caches/framesieve'],
  ['on Windows', { LOCALAPPDATA: localAppData }, windows, 'E:\\Local\\framesieve\\Cache'],
  ['on Windows without the variable', {}, windows, 'C:\\Users\\Ada\\AppData\\Local\\framesieve\\Cache'],
  ['where it is named on Windows', { FRAMESIEVE_HOME: 'm' }, windows, 'D:\\clips\\m'],
] as const)('lies %s', (_, environment, surroundings, expected) => {
  expect(frameSieveHome(environment, surroundings)).toBe(expected);
});

it.each([
  ['has an empty name', () => ''],
  [
    'is not known',
    () => {
      throw new Error('ENOENT');
    },
  ],
])('asks for a folder where the home of the user %s', (_, userFolder) => {
  expect(() => frameSieveHome({}, { ...linux, userFolder })).toThrow(
    expect.objectContaining({ code: 'usage', hint: expect.stringContaining('FRAMESIEVE_HOME') }),
  );
  expect(frameSieveHome({ FRAMESIEVE_HOME: '/m' }, { ...linux, userFolder })).toBe('/m');
});

it('finds a place here, and has one folder for models and another for downloads', () => {
  expect(isAbsolute(frameSieveHome())).toBe(true);
  const home = join(homedir(), 'x');
  expect([modelsFolder(home), downloadsFolder(home)]).toEqual([
    join(home, 'models'),
    join(home, 'downloads'),
  ]);
});
