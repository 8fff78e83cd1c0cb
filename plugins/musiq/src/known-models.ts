import type { KnownModel } from '@framesieve/core';

const homepage = 'https://github.com/google-research/google-research/tree/master/musiq';

const citation =
  'J. Ke, Q. Wang, Y. Wang, P. Milanfar, F. Yang: MUSIQ: Multi-scale Image Quality Transformer. ICCV 2021.';

function published(parameters: string, summary: string, range: readonly [number, number]): KnownModel {
  const name = `${parameters}_ckpt.npz`;
  const url = `https://storage.googleapis.com/gresearch/musiq/${name}`;
  return {
    id: `musiq/${parameters}`,
    summary: `${summary}; higher is better`,
    direction: 'higher',
    range,
    licence: 'Apache-2.0',
    citation,
    homepage,
    // Neither lengths nor checksums are published, and the files have not been seen.
    supply: { kind: 'published', files: [{ name, url, bytes: null, sha256: null }] },
    selfTest: null,
  };
}

/** The networks that the authors published. */
export const knownModels = [
  published('koniq', 'MUSIQ trained on KonIQ-10k: distortions of photographs from the web', [0, 100]),
  published('spaq', 'MUSIQ trained on SPAQ: photographs by smartphones', [0, 100]),
  published('paq2piq', 'MUSIQ trained on PaQ-2-PiQ: distortions of photographs from social media', [0, 100]),
  published('ava', 'MUSIQ trained on AVA: how photographs please, with the distribution of votes', [1, 10]),
] as const;
