import { doubledClip, loopedClip } from '@framesieve/testkit';
import { sharedDemoClip } from '@framesieve/testkit/clips';
import { sharedClips } from '@framesieve/testkit/shared';

/** A video to measure on. */
export interface BenchClip {
  readonly path: string;
  readonly frames: number;
}

interface Source {
  readonly path: string;
  /** What it is, for whoever reads the figures. */
  readonly description: string;
}

/** Where the clips' content comes from: a real video where there is one, else a generated one. */
export async function clipSource(): Promise<Source> {
  const real = sharedClips().find(
    ({ codec, width, height }) => codec === 'h264' && width === 1920 && height === 1080,
  );
  if (real) return { path: real.path, description: `${real.name}, over and over` };
  const { file } = await sharedDemoClip({ width: 1920, height: 1080 });
  return { path: file, description: 'a generated video ("dead leaves"), over and over' };
}

/** A video of at least so many frames in 1080p, H.264, 8-bit 4:2:0. */
export async function clip1080(frames: number): Promise<BenchClip> {
  return looped((await clipSource()).path, frames);
}

/** A video of at least so many frames in 2160p with the same content. */
export async function clip2160(frames: number): Promise<BenchClip> {
  const { file } = await doubledClip((await clipSource()).path);
  return looped(file, frames);
}

async function looped(source: string, frames: number): Promise<BenchClip> {
  const { file, truth } = await loopedClip(source, frames);
  return { path: file, frames: truth.frames };
}
