import { planeSamples } from '../frame/plane-samples.ts';
import type { DeinterlaceTask } from '../frame-thread/thread-messages.ts';
import { deinterlacePlane } from './bwdif-plane.ts';

/** Deinterlaces all planes of a frame; each has the rows of two fields, chroma planes too. */
export function deinterlaceFrame(task: DeinterlaceTask): void {
  const { layout, pixelFormat, topFirst } = task;
  for (const plane of layout.planes) {
    const samples = (bytes: Uint8Array<SharedArrayBuffer>) => planeSamples(bytes, plane, pixelFormat);
    deinterlacePlane({
      previous: samples(task.previous),
      current: samples(task.current),
      next: samples(task.next),
      target: samples(task.target),
      width: plane.width,
      height: plane.height,
      keepEven: topFirst,
      maximum: 2 ** pixelFormat.bitDepth - 1,
    });
  }
}
