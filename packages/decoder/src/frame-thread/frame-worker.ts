/**
 * The thread that measures and deinterlaces frames; `FrameThread` starts it.
 */
import { parentPort } from 'node:worker_threads';
import { deinterlaceFrame } from '../deinterlace/deinterlace-frame.ts';
import { Fingerprint } from '../frame/fingerprint.ts';
import { MeasuredPass } from './measured-pass.ts';
import type { ThreadReply, ThreadRequest } from './thread-messages.ts';

const fingerprint = await Fingerprint.load();
const passes = new Map<number, MeasuredPass>();

function passOf(number: number): MeasuredPass {
  const pass = passes.get(number) ?? new MeasuredPass(fingerprint);
  passes.set(number, pass);
  return pass;
}

function serve(request: Exclude<ThreadRequest, { kind: 'end-pass' }>): ThreadReply {
  const { job } = request;
  try {
    if (request.kind === 'measure') {
      const pass = passOf(request.pass);
      if (request.picture) pass.setPicture(request.picture);
      return { job, figures: pass.measure(request.place, request) };
    }
    deinterlaceFrame(request);
    return { job, figures: null };
  } catch (error) {
    return { job, error: String(error) };
  }
}

parentPort?.on('message', (request: ThreadRequest) => {
  if (request.kind === 'end-pass') passes.delete(request.pass);
  else parentPort?.postMessage(serve(request));
});
