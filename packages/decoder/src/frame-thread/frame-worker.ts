/**
 * The thread that measures and deinterlaces frames; `FrameThread` starts it.
 */
import { parentPort } from 'node:worker_threads';
import { deinterlaceFrame } from '../deinterlace/deinterlace-frame.ts';
import { createFingerprint } from '../frame/fingerprint.ts';
import { FactsMeter } from '../frame/frame-facts.ts';
import type { FrameFigures, MeasureTask, ThreadReply, ThreadRequest } from './thread-messages.ts';

const fingerprint = await createFingerprint();
const meters = new Map<number, FactsMeter>();

function measure({ pass, bytes, layout, format, crop, follows, wanted }: MeasureTask): FrameFigures | null {
  const meter = meters.get(pass) ?? new FactsMeter();
  meters.set(pass, meter);
  if (!follows) meter.reset();
  const picture = { bytes, layout, format, crop };
  if (wanted) return { fingerprint: fingerprint(bytes), facts: meter.measure(picture) };
  meter.look(picture);
  return null;
}

function serve(request: Exclude<ThreadRequest, { kind: 'end-pass' }>): ThreadReply {
  const { job } = request;
  try {
    if (request.kind === 'measure') return { job, figures: measure(request) };
    deinterlaceFrame(request);
    return { job, figures: null };
  } catch (error) {
    return { job, error: String(error) };
  }
}

parentPort?.on('message', (request: ThreadRequest) => {
  if (request.kind === 'end-pass') meters.delete(request.pass);
  else parentPort?.postMessage(serve(request));
});
