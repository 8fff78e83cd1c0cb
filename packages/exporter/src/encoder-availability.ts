import { type Availability, messageOf } from '@framesieve/core';

/** Whether the image encoder can be used on this machine, and which version it is. */
export async function encoderAvailability(): Promise<Availability> {
  try {
    const { default: sharp } = await import('sharp');
    return { available: true, version: `sharp ${sharp.versions.sharp}, libvips ${sharp.versions.vips}` };
  } catch (error) {
    return {
      available: false,
      reason: messageOf(error).split('\n', 1)[0]!,
      hint: 'Install sharp again, with its optional dependencies: its binary for this platform is missing.',
    };
  }
}
