import {
  type FrameScore,
  FrameSieveError,
  type KnownModel,
  type ModelFamily,
  type RgbImage,
} from '@framesieve/core';
import { downloadsFolder, modelsFolder } from '../models-folder.ts';
import { checkModelId } from './installed-files.ts';
import { type InstalledModel, listInstalled } from './installed-models.ts';

/** Scores pictures of one size by a model that is given as its bytes. */
export type ModelRunner = (
  model: Uint8Array,
  pictures: readonly RgbImage[],
) => Promise<readonly FrameScore[]>;

/** What a library of models is made of. */
export interface ModelLibraryOptions {
  readonly families: readonly ModelFamily[];
  /** Folder that models are kept in, see `frameSieveHome`. */
  readonly home: string;
  readonly run: ModelRunner;
}

/** A model that is known by name, or installed, or both. */
export interface LibraryModel {
  readonly id: string;
  /** `bundled`: comes with its plugin; `installed`: in the folder; `missing`: known, and to be pulled or imported. */
  readonly state: 'bundled' | 'installed' | 'missing';
  readonly known: KnownModel | null;
  readonly installed: InstalledModel | null;
  /** The ONNX file; `null` when the model is missing. */
  readonly file: string | URL | null;
}

/** The models that are known by name and those that are installed. It only looks; what changes something takes it. */
export class ModelLibrary {
  readonly families: readonly ModelFamily[];
  readonly run: ModelRunner;
  /** Folder of the installed models. */
  readonly folder: string;
  /** Folder of downloaded files. */
  readonly downloads: string;

  constructor({ families, home, run }: ModelLibraryOptions) {
    this.families = families;
    this.run = run;
    this.folder = modelsFolder(home);
    this.downloads = downloadsFolder(home);
  }

  /** All models: those known by name in the order of their families, then the others that are installed. */
  async list(): Promise<readonly LibraryModel[]> {
    const installed = await listInstalled(this.folder);
    const known = this.families.flatMap(family => family.models);
    const others = installed.filter(({ id }) => !known.some(model => model.id === id));
    return [
      ...known.map(model => status(model, installed.find(({ id }) => id === model.id) ?? null)),
      ...others.map(model => status(null, model)),
    ];
  }

  /**
   * A model by its id.
   *
   * @throws FrameSieveError `model-unknown` that lists what there is, or `usage` for what is no id.
   */
  async find(id: string): Promise<LibraryModel> {
    checkModelId(id);
    const all = await this.list();
    const found = all.find(model => model.id === id);
    if (found) return found;
    throw new FrameSieveError({
      code: 'model-unknown',
      message: `There is no model "${id}".`,
      hint: `Use one of: ${all.map(model => model.id).join(', ')}.`,
    });
  }

  /** The model that an id stands for, if it is known by name. */
  known(id: string): KnownModel | null {
    return this.families.flatMap(family => family.models).find(model => model.id === id) ?? null;
  }

  /**
   * The family that an id belongs to.
   *
   * @throws FrameSieveError `model-unknown`.
   */
  familyOf(id: string): ModelFamily {
    checkModelId(id);
    const name = id.split('/')[0]!;
    const found = this.families.find(family => family.name === name);
    if (found) return found;
    throw new FrameSieveError({
      code: 'model-unknown',
      message: `There is no family of metrics "${name}", so it is not known how to make "${id}" from parameters.`,
      hint: `Use a family that there is (${this.families.map(family => family.name).join(', ')}), or import an .onnx file.`,
    });
  }
}

function status(known: KnownModel | null, installed: InstalledModel | null): LibraryModel {
  const id = known?.id ?? installed!.id;
  if (known?.supply.kind === 'bundled')
    return { id, state: 'bundled', known, installed: null, file: known.supply.file };
  if (installed) return { id, state: 'installed', known, installed, file: installed.file };
  return { id, state: 'missing', known, installed: null, file: null };
}
