import {
  type HardwareAcceleration,
  type HardwareName,
  type HardwareState,
  hardwareNames,
  type Logger,
  silentLogger,
} from '@framesieve/core';
import * as av from 'node-av/constants';
import { Codec, FFmpegError, Frame, HardwareDeviceContext } from 'node-av/lib';
import { receiveLog } from './libav-log.ts';

/** Hardware did not do its part: what it was to decode is decoded in software. */
export class HardwareFailure extends Error {}

/** Tries each kind of hardware: a device of it is opened and closed again. */
export function hardwareStates(): readonly HardwareState[] {
  // Without a receiver FFmpeg writes to stderr why a device can't be opened.
  receiveLog(silentLogger);
  return hardwareNames.map(name => {
    const opened = openDevice(name);
    if (typeof opened === 'string') return { name, known: typeOf(name) !== null, problem: opened };
    opened.free();
    return { name, known: true, problem: null };
  });
}

/** The hardware that decodes one video, until it fails; every pass over the video uses the same. */
export class Hardware implements Disposable {
  readonly #wanted: readonly HardwareName[];
  readonly #logger: Logger;
  readonly #devices = new Map<HardwareName, HardwareDeviceContext | string>();
  #given = true;

  constructor(request: HardwareAcceleration, logger: Logger) {
    this.#wanted = request === 'off' ? [] : request === 'auto' ? hardwareNames : [request];
    this.#logger = logger;
  }

  /** The first wanted device that opens and that the codec can use; `null`, with a warning, for none. */
  deviceFor(
    codecId: av.AVCodecID,
  ): { readonly name: HardwareName; readonly context: HardwareDeviceContext } | null {
    const codec = Codec.findDecoder(codecId);
    if (!codec || !this.#given || this.#wanted.length === 0) return null;
    const problems: string[] = [];
    for (const name of this.#wanted) {
      const context = this.#open(name);
      const problem = typeof context === 'string' ? context : problemOf(codec, name);
      if (typeof context !== 'string' && problem === null) return { name, context };
      problems.push(`${name}: ${problem}`);
    }
    this.giveUp(problems.join('; '));
    return null;
  }

  /** From here on everything is decoded in software. */
  giveUp(reason: string): void {
    if (!this.#given) return;
    this.#given = false;
    this.#logger.warn(`No hardware decodes this video (${reason}); it is decoded in software.`);
  }

  [Symbol.dispose](): void {
    for (const device of this.#devices.values()) if (typeof device !== 'string') device.free();
    this.#devices.clear();
  }

  #open(name: HardwareName): HardwareDeviceContext | string {
    const device = this.#devices.get(name) ?? openDevice(name);
    this.#devices.set(name, device);
    return device;
  }
}

/**
 * Fetches a frame from its device into system memory; a frame that is there is returned as it is.
 *
 * @throws HardwareFailure when the device does not give it.
 */
export async function download(frame: Frame): Promise<Frame> {
  if (!frame.isHwFrame()) return frame;
  const fetched = new Frame();
  fetched.alloc();
  try {
    check(await frame.hwframeTransferData(fetched));
    check(fetched.copyProps(frame));
    return fetched;
  } catch (error) {
    fetched.free();
    throw error;
  }
}

function check(code: number): void {
  if (code < 0) throw new HardwareFailure(`a frame could not be fetched: ${FFmpegError.strerror(code)}`);
}

function openDevice(name: HardwareName): HardwareDeviceContext | string {
  const type = typeOf(name);
  if (type === null) return 'this build of FFmpeg does not know it';
  const device = new HardwareDeviceContext();
  const code = device.create(type, null, null);
  if (code >= 0) return device;
  device.free();
  return `no device could be opened: ${FFmpegError.strerror(code)}`;
}

function typeOf(name: HardwareName): av.AVHWDeviceType | null {
  const known = HardwareDeviceContext.iterateTypes();
  return known.find(type => HardwareDeviceContext.getTypeName(type) === name) ?? null;
}

function problemOf(codec: Codec, name: HardwareName): string | null {
  for (let i = 0, config = codec.getHwConfig(0); config; config = codec.getHwConfig(++i)) {
    const byDevice = (config.methods & av.AV_CODEC_HW_CONFIG_METHOD_HW_DEVICE_CTX) !== 0;
    if (byDevice && HardwareDeviceContext.getTypeName(config.deviceType) === name) return null;
  }
  return `it does not decode ${codec.name ?? 'this codec'}`;
}
