import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RgbImage } from '@framesieve/core';
import { sharedFolder } from './shared-folder.ts';

/** A picture of the reference folder, and what other programs made of it. */
export interface ReferencePicture {
  /** File name. */
  readonly name: string;
  /** Scores by what golden.json calls them, its variants included, e.g. `niqe`, `niqe_port_matlab`, `brisque_opencv`. */
  readonly scores: Readonly<Record<string, number>>;
  /** Features by what golden.json calls them, e.g. `niqe_first_block`. */
  readonly features: Readonly<Record<string, readonly number[]>>;
  /** SHA-256, in hex, of the luma plane by MATLAB's `rgb2gray`. */
  readonly lumaSha256: string;
  /** Share of its 7 × 7 windows that are flat. */
  readonly flatShare: number;
  /** Whether that is so much (1 %) that rounding moves its scores. */
  readonly isFlat: boolean;
  /**
   * Decodes it, 8-bit RGB.
   *
   * @throws Error when its pixels are not those that the other programs saw.
   */
  read(): Promise<RgbImage>;
}

/** A small picture that metrics may not be defined for. */
export interface ReferenceEdgeCase extends Pick<ReferencePicture, 'name' | 'read'> {
  /** Scores by what golden.json calls them; a text where the other program failed. */
  readonly scores: Readonly<Record<string, number | string>>;
}

interface Golden {
  readonly images: Readonly<Record<string, GoldenPicture>>;
  readonly edge_cases: Readonly<Record<string, GoldenEdgeCase>>;
}

interface GoldenPicture {
  readonly rgb24_sha256: string;
  readonly scores: Readonly<Record<string, number>>;
  readonly variants: Readonly<Record<string, number>>;
  readonly features: Readonly<Record<string, readonly number[]>>;
  readonly diagnostics: { readonly y_sha256_matlab_rgb2gray: string; readonly flat_7x7_share: number };
}

type GoldenEdgeCase = Readonly<Record<string, number | string>> & { readonly rgb24_sha256: string };

/** The folder with reference pictures and numbers, or `null` where it is absent. */
export function referenceFolder(): string | null {
  const shared = sharedFolder();
  const folder = shared && join(shared, 'reference');
  return folder && existsSync(join(folder, 'golden.json')) ? folder : null;
}

/** The reference pictures, photographs and frames; none where the folder is absent. */
export function referencePictures(): readonly ReferencePicture[] {
  const folder = referenceFolder();
  if (folder === null) return [];
  return Object.entries(readGolden(folder).images).map(([name, golden]) => ({
    name,
    scores: { ...golden.scores, ...golden.variants },
    features: golden.features,
    lumaSha256: golden.diagnostics.y_sha256_matlab_rgb2gray,
    flatShare: golden.diagnostics.flat_7x7_share,
    isFlat: golden.diagnostics.flat_7x7_share >= 0.01,
    read: () => readPicture(join(folder, 'images', name), golden.rgb24_sha256),
  }));
}

/** The small pictures at the edge of what metrics are defined for; none where the folder is absent. */
export function referenceEdgeCases(): readonly ReferenceEdgeCase[] {
  const folder = referenceFolder();
  if (folder === null) return [];
  return Object.entries(readGolden(folder).edge_cases).map(([name, scores]) => ({
    name,
    scores,
    read: () => readPicture(join(folder, 'edge', `${name}.png`), scores.rgb24_sha256),
  }));
}

/** How far from the scores of other programs a score may be. */
export interface SpanWidths {
  readonly width: number;
  /** Where much of the picture is flat. */
  readonly flatWidth: number;
}

/** The scores, lowest and highest, that agree with other programs: the span of those that are named, widened on both sides. */
export function targetSpan(
  { scores, isFlat }: Pick<ReferencePicture, 'scores' | 'isFlat'>,
  names: readonly string[],
  { width, flatWidth }: SpanWidths,
): readonly [lowest: number, highest: number] {
  // NaN, of a name that isn't there, agrees with nothing.
  const values = names.map(name => scores[name] ?? Number.NaN);
  const wider = isFlat ? flatWidth : width;
  return [Math.min(...values) - wider, Math.max(...values) + wider];
}

function readGolden(folder: string): Golden {
  return JSON.parse(readFileSync(join(folder, 'golden.json'), 'utf8'));
}

async function readPicture(file: string, sha256: string): Promise<RgbImage> {
  const { default: sharp } = await import('sharp');
  const { data, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  if (createHash('sha256').update(data).digest('hex') !== sha256)
    throw new Error(`"${file}" has other pixels than it had when its scores were taken.`);
  return { width: info.width, height: info.height, data: new Uint8Array(data) };
}
