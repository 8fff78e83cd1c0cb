import { createOnnxScorer } from '@framesieve/scorer';
import { clip1080 } from '../clips.ts';
import { holdFrames } from '../held-frames.ts';
import type { Case } from '../measure.ts';
import { musiqModels } from '../musiq-models.ts';
import { bareSessionLoop, stageLoop } from '../session-loop.ts';
import type { Theme } from '../theme.ts';

/** The score stage with a learned metric, beside the bare session on tensors that are made already. */
export const musiqTheme: Theme = {
  title: 'MUSIQ by ONNX Runtime on the CPU, 1080p',
  async open({ quick }) {
    await using stack = new AsyncDisposableStack();
    const held = stack.use(await holdFrames((await clip1080(41)).path, quick ? 3 : 8));
    // The full-size network takes seconds for a frame.
    const few = quick ? 2 : 4;
    const cases: Case[] = [];
    for (const { name, model } of await musiqModels()) {
      const bare = `${name}, bare session`;
      const frames = held.frames.slice(0, name.startsWith('full') ? few : undefined);
      const loop = stack.use(await bareSessionLoop(model, frames));
      const options = { direction: null, device: 'cpu', threads: null };
      const scorer = stack.use(await createOnnxScorer({ model, options }));
      const stage = stack.use(stageLoop(scorer, frames));
      cases.push(
        { name: bare, unit: 'frame', run: () => loop.run() },
        {
          name: `${name}, score stage`,
          unit: 'frame',
          against: [{ to: bare, by: 'rate', must: { least: 0.97 } }],
          run: () => stage.run(),
        },
      );
    }
    const owned = stack.move();
    return {
      cases,
      notes: [
        `Decoded frames: ${few} for the full-size network, else ${held.frames.length}. The stage makes RGB and tensors of them, the bare session gets them.`,
      ],
      [Symbol.asyncDispose]: () => owned.disposeAsync(),
    };
  },
};
