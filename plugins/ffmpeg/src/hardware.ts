import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import {
  type HardwareAcceleration,
  type HardwareName,
  type HardwareState,
  hardwareNames,
  type Logger,
} from '@framesieve/core';
import type { FfmpegBinary } from './find-ffmpeg.ts';

/** Hardware did not do its part: what it was to decode is decoded in software. */
export class HardwareFailure extends Error {}

/** The hardware that decodes one video, until it fails. */
export interface Hardware {
  /** `null` for software. */
  readonly name: HardwareName | null;
  /** From here on everything is decoded in software. */
  giveUp(reason: string): void;
}

/** No hardware at all. */
export const software: Hardware = { name: null, giveUp() {} };

const known = new Map<string, Promise<readonly HardwareState[]>>();

/** Tries each kind of hardware that an ffmpeg knows: a device of it is opened and closed again. Asked once per binary. */
export function hardwareStates({ path }: Pick<FfmpegBinary, 'path'>): Promise<readonly HardwareState[]> {
  const states = known.get(path) ?? findStates(path);
  known.set(path, states);
  return states;
}

/** Chooses the first wanted hardware of which a device opens; software, with a warning, when there is none. */
export async function chooseHardware(
  binary: Pick<FfmpegBinary, 'path'>,
  request: HardwareAcceleration,
  logger: Logger,
): Promise<Hardware> {
  const wanted = request === 'off' ? [] : request === 'auto' ? hardwareNames : [request];
  let name: HardwareName | null = null;
  const giveUp = (reason: string) => {
    name = null;
    logger.warn(`No hardware decodes this video (${reason}); it is decoded in software.`);
  };
  if (wanted.length > 0) {
    const states = (await hardwareStates(binary)).filter(state => wanted.includes(state.name));
    name = states.find(({ problem }) => problem === null)?.name ?? null;
    if (name === null) giveUp(states.map(state => `${state.name}: ${state.problem}`).join('; '));
  }
  return {
    get name() {
      return name;
    },
    giveUp,
  };
}

// What devices deliver into system memory; no codec decodes to these in software but from raw samples.
const transferFormat = /^(?:nv\d\d|p[024]1[026]le|y21[02]le|xv3[06]le|vuyx)$/;

/** Whether a frame came from hardware, by the pixel format in which it reached system memory. */
export function isFromHardware(pixelFormat: string, stated: string | null): boolean {
  return transferFormat.test(pixelFormat) && pixelFormat !== stated;
}

async function findStates(command: string): Promise<readonly HardwareState[]> {
  const { stdout } = await run(command, ['-hide_banner', '-hwaccels']).catch(() => ({ stdout: '' }));
  const listed = new Set(stdout.split(/\s+/));
  return Promise.all(
    hardwareNames.map(async name => {
      if (!listed.has(name)) return { name, known: false, problem: 'this ffmpeg does not know it' };
      // The help is what ffmpeg prints soonest once it has opened the device.
      const device = ['-hide_banner', '-loglevel', 'error', '-init_hw_device', name, '-h'];
      const problem = await run(command, device).then(() => null, problemOf);
      return { name, known: true, problem };
    }),
  );
}

async function run(command: string, args: readonly string[]): Promise<{ readonly stdout: string }> {
  const options = { timeout: 20_000, windowsHide: true, maxBuffer: 1 << 22 };
  return promisify(execFile)(command, [...args], options);
}

function problemOf(error: { readonly stderr?: string }): string {
  const lines = error.stderr?.split('\n') ?? [];
  const reason = lines.find(line => line.trim() !== '')?.replace(/^\[[^\]]*\] */, '');
  return `no device could be opened${reason ? ` (${reason.trim().replace(/\.$/, '')})` : ''}`;
}
