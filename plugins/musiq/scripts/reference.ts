import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RgbImage } from '@framesieve/core';
import { sharedFolder } from '@framesieve/testkit/shared';
import sharp from 'sharp';

/** What the authors' code, and the PyTorch port, make of a picture. */
export interface ReferencePicture {
  readonly width: number;
  readonly height: number;
  /** Patches of each version, rows and columns. */
  readonly patch_grid_hw: readonly (readonly [number, number])[];
  readonly n_valid_tokens: number;
  /** Of all patches `[tokens, 32, 32, 3]`, those included that only fill up, little-endian float32. */
  readonly tokens_f32le_sha256: string;
  readonly position_index_i32le_sha256: string;
  readonly models: Readonly<
    Record<
      ReferenceModel,
      {
        readonly score_f64: number;
        readonly dist_f64?: readonly number[];
        readonly pyiqa_profile_score_f32: number;
      }
    >
  >;
}

/** The checkpoints that there are scores of; their weights are random. */
export type ReferenceModel = 'musiq-tiny' | 'musiq-tiny-ava';

/** Values on the way for one picture and one token, float64. */
export interface ReferenceTrace {
  readonly image: string;
  readonly token: number;
  readonly stem: Readonly<Record<'conv_root' | 'max_pool' | 'block1', StemTrace>>;
  readonly encoder: Readonly<
    Record<
      'encoder_input' | 'encoderblock_0' | 'encoderblock_1',
      { readonly cls_first8: readonly number[]; readonly token49_first8: readonly number[] }
    >
  >;
  readonly encoder_norm_cls_first8: readonly number[];
  readonly standardized_conv_root_kernel_first8_hwio: readonly number[];
}

/** Values of maps `[height, width, channels]`. */
export interface StemTrace {
  readonly at_0_0_first8: readonly number[];
  readonly at_3_5_first8: readonly number[];
  readonly sum: number;
}

interface AuthorsFile {
  readonly images: Readonly<Record<string, ReferencePicture>>;
  readonly edge: Readonly<Record<string, ReferencePicture>>;
  readonly synthetic: Readonly<Record<string, ReferencePicture>>;
  readonly trace: ReferenceTrace;
}

interface PytorchFile {
  readonly images: Readonly<Record<string, { readonly scores: Readonly<Record<ReferenceModel, number>> }>>;
  readonly edge_cases: Readonly<Record<string, { readonly 'musiq-tiny': number }>>;
}

/** The reference numbers, where the shared folder has them. */
export interface Reference {
  readonly pictures: ReadonlyMap<string, ReferencePicture>;
  readonly trace: ReferenceTrace;
  /** Scores by the PyTorch port itself. */
  readonly pytorch: PytorchFile;
  /** Path of a checkpoint. */
  checkpoint(model: ReferenceModel | 'musiq-tiny-official-like', form: 'npz' | 'pth'): string;
  read(name: string): Promise<RgbImage>;
}

/** The reference numbers; `null` without the shared folder. */
export function openReference(): Reference | null {
  const shared = sharedFolder();
  if (!shared) return null;
  const folder = join(shared, 'reference');
  const authors: AuthorsFile = JSON.parse(
    readFileSync(join(folder, 'musiq-authors', 'golden_authors.json'), 'utf8'),
  );
  const { images, edge, synthetic, trace } = authors;
  return {
    pictures: new Map(Object.entries({ ...images, ...edge, ...synthetic })),
    trace,
    pytorch: JSON.parse(readFileSync(join(folder, 'golden.json'), 'utf8')),
    checkpoint: (model, form) => join(folder, form === 'npz' ? 'musiq-authors' : '', `${model}.${form}`),
    async read(name) {
      const made = synthetic[name];
      if (made) return synthesise(made);
      const { data, info } = await sharp(join(folder, name in images ? 'images' : 'edge', name))
        .removeAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true });
      return { width: info.width, height: info.height, data: new Uint8Array(data) };
    },
  };
}

/** A picture by the formula that the reference states. */
function synthesise({ width, height }: ReferencePicture): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < 3; c++) {
        const level = x * 7 + y * 13 + c * 29 + ((x * y) % 31) * 5 + ((x ^ y) & 15) * 3;
        data[(y * width + x) * 3 + c] = level & 255;
      }
  return { width, height, data };
}
