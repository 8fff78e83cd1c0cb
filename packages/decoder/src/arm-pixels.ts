import {
  defaultPixelSettings,
  FrameSieveError,
  frameLayout,
  isHighDynamicRange,
  messageOf,
  type PictureFormat,
  type PixelPipeline,
  type PixelSettings,
  type Rectangle,
  type Rendering,
  type StageContext,
} from '@framesieve/core';
import type { OpenedBackend } from './backend/open-backend.ts';
import { PassControl } from './backend/pass-control.ts';
import { BarSearch } from './crop/find-bars.ts';
import { isInterlaced } from './frame/is-interlaced.ts';

/** What is done to the pixels of a video: fixed before the first frame is given out, since scores are stored under it. */
export interface ArmedPixels {
  readonly settings: PixelSettings;
  readonly pipeline: PixelPipeline;
  readonly crop: Rectangle | null;
  /** How a picture is rendered; the crop is for pictures of the size that it was found in. */
  rendering(format: Pick<PictureFormat, 'width' | 'height'>): Rendering;
}

/** Frames that are looked at, from all over the stream, to find what all have in common, unless fewer tell everything. */
const glanceFrames = 12;

/**
 * Decides from the settings, the first frame and a glance at others what is done to the pixels.
 *
 * @throws FrameSieveError `usage` for a crop that doesn't lie inside the picture.
 */
export async function armPixels(
  asked: Partial<PixelSettings> | undefined,
  backend: OpenedBackend,
  context: StageContext,
): Promise<ArmedPixels> {
  const settings = { ...defaultPixelSettings, ...asked };
  const { format, hardware = null } = backend.firstFrame;
  const { width, height, color } = format;
  const seen = await glance(settings, backend, context);
  const crop = typeof settings.crop === 'object' ? inside(settings.crop, format) : seen.crop;
  const toneMap = settings.toneMap === 'auto' && isHighDynamicRange(color) ? 'bt2390' : null;
  const all = settings.deinterlace === 'on' ? 'bwdif-all' : null;
  const flagged = settings.deinterlace === 'flagged' || (settings.deinterlace === 'auto' && seen.interlaced);
  const withBars: Rendering = { crop, toneMap };
  const whole: Rendering = { crop: null, toneMap };
  return {
    settings,
    pipeline: { hardware, deinterlace: all ?? (flagged ? 'bwdif' : null), toneMap },
    crop,
    rendering: shown => (shown.width === width && shown.height === height ? withBars : whole),
  };
}

interface Glance {
  /** Whether a frame says it is interlaced. */
  readonly interlaced: boolean;
  readonly crop: Rectangle | null;
}

async function glance(
  { crop, deinterlace }: PixelSettings,
  { firstFrame, video, stream }: OpenedBackend,
  { frames, signal, logger }: StageContext,
): Promise<Glance> {
  let interlaced = isInterlaced(firstFrame.format);
  const isProgressive = video.isProgressive?.(stream.index) ?? false;
  const bars = new BarSearch();
  const isSettled = () =>
    (crop !== 'auto' || bars.isSettled) && (deinterlace !== 'auto' || interlaced || isProgressive);
  if (isSettled() || !video.glance) return { interlaced, crop: null };
  const control = new PassControl({ stream: stream.index, frames, signal });
  try {
    for await (const { format, buffer } of video.glance(glanceFrames, control.readOptions())) {
      try {
        interlaced ||= isInterlaced(format);
        if (crop === 'auto') {
          const layout = frameLayout(format.pixelFormat, format.width, format.height);
          bars.add({ bytes: buffer.bytes, layout, format });
        }
      } finally {
        buffer.release();
      }
      if (isSettled()) break;
    }
  } catch (error) {
    signal.throwIfAborted();
    // A damaged place must not keep the rest from being scored: it is met again, and named, when it is decoded.
    logger.debug(`Not all frames that were to be looked at could be: ${messageOf(error)}`);
  }
  return { interlaced, crop: crop === 'auto' ? fitting(bars.result(), firstFrame.format) : null };
}

/** The bars, if they were found in pictures of the first one's size. */
function fitting(found: Rectangle | null, format: PictureFormat): Rectangle | null {
  return found && isInside(found, format) ? found : null;
}

function inside(crop: Rectangle, format: PictureFormat): Rectangle {
  if (isInside(crop, format)) return crop;
  const { x, y, width, height } = crop;
  throw new FrameSieveError({
    code: 'usage',
    message: `The crop of ${width}×${height} at ${x},${y} does not lie inside the picture, which has ${format.width}×${format.height} pixels.`,
    hint: 'Give a part of the coded picture, before it is turned or stretched, or leave the choice to `--crop auto`.',
  });
}

function isInside({ x, y, width, height }: Rectangle, format: PictureFormat): boolean {
  if (![x, y, width, height].every(Number.isSafeInteger)) return false;
  if (x < 0 || y < 0 || width < 1 || height < 1) return false;
  return x + width <= format.width && y + height <= format.height;
}
