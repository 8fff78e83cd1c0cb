import type { Plugin } from '@framesieve/core';
import type { FrameSieveConfig } from '@framesieve/core/config';
import type { EventListener } from './events.ts';

/** What every call of this package takes. */
export interface SieveOptions {
  /** Paths of videos, folders (searched for videos, with their subfolders) and globs. */
  readonly inputs: readonly string[];
  /** Settings, as in a config file. Relative paths in it are resolved from `cwd`. */
  readonly config?: FrameSieveConfig;
  /** A config file, under `config`. None is searched for. */
  readonly configFile?: string;
  /** Plugins, besides those that the config names. */
  readonly plugins?: readonly Plugin[];
  /** `false` scores everything anew and keeps the old runs. Default: `true`. */
  readonly resume?: boolean;
  /** Folder that relative paths are resolved from. Default: the process's working directory. */
  readonly cwd?: string;
  /** Ends the call; what was committed stays, and the next call goes on from there. */
  readonly signal?: AbortSignal;
  readonly onEvent?: EventListener;
}

/** What {@link select} takes further. */
export interface SelectOptions extends SieveOptions {
  /** Does not store the picks. Default: `false`. */
  readonly dryRun?: boolean;
}

/** What {@link exportPicks} takes further. */
export interface ExportOptions extends SieveOptions {
  /** Numbers of the frames to export; by default those that were picked last. */
  readonly frames?: readonly number[];
}
