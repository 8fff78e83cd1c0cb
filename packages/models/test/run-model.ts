import ort from 'onnxruntime-node';
import type { ModelRunner } from '../src/index.ts';

/** Runs a model that takes uint8 RGB `[N, H, W, 3]` as it is; what is not finite is no score. */
export const runModel: ModelRunner = async (model, pictures) => {
  const session = await ort.InferenceSession.create(model);
  try {
    const scores = [];
    for (const { width, height, data } of pictures) {
      const rgb = new ort.Tensor('uint8', new Uint8Array(data), [1, height, width, 3]);
      const { score } = await session.run({ rgb });
      const value = Number(score!.data[0]);
      scores.push(
        Number.isFinite(value)
          ? { score: value, distribution: null }
          : { score: null, reason: 'It is not finite.' },
      );
    }
    return scores;
  } finally {
    await session.release();
  }
};
