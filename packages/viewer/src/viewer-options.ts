import type {
  DecodeRequest,
  DecodeStage,
  Direction,
  ExportSettings,
  ExportStage,
  FrameAllocator,
  Logger,
  RgbConverter,
  SelectionSettings,
  Store,
  VideoIdentity,
} from '@framesieve/core';

/** Where the page lies, and who may look at it. */
export interface AddressOptions {
  /** Address to listen on, e.g. `127.0.0.1`. */
  readonly host: string;
  /** 0 takes any that is free. */
  readonly port: number;
  /** Folder of the page's files; absent: that of the built page. */
  readonly pageFolder?: string;
}

/** Where a video is now, wherever it was when it was scored. */
export interface NamedVideo {
  /** Its id in the database, by its content. */
  readonly videoId: number;
  /** Path or address, which is tried before those that the database knows. */
  readonly path: string;
}

/** What a viewer is made of. */
export interface ViewerOptions extends AddressOptions {
  /** Whoever opened it closes it, after the viewer. */
  readonly store: Store;
  readonly decode: DecodeStage;
  readonly export: ExportStage;
  readonly rgb: RgbConverter;
  /** Makes the pool that the frames of one opened video live in. */
  createFrames(): FrameAllocator;
  /** What the decode stage is asked for besides path, stream, backend and pixels. */
  readonly input: Pick<DecodeRequest, 'protocols' | 'stallSeconds'>;
  /** What is picked where nothing was selected, and what the selection panel begins with. */
  readonly selection: SelectionSettings;
  /** What the export panel begins with; the folder is that of each video, see `stillsFolder`. */
  readonly exporting: Omit<ExportSettings, 'folder'>;
  /** Folder of a video's stills. */
  stillsFolder(path: string, identity: VideoIdentity): string;
  /** A path as people write it. */
  shown(path: string): string;
  /** Settings to be repeated in the manifest, with those of the selection. */
  record(selection: SelectionSettings): Readonly<Record<string, unknown>>;
  /** Ids of the metrics that rank by the settings, the first first; they lead each video's runs. */
  readonly ranking: readonly string[];
  /** Directions that go before those of the models, by metric id. */
  readonly directions: Readonly<Record<string, Direction>>;
  /** The decode to open at first; `null` shows the list. */
  readonly start: number | null;
  /** The video that was named, and where it is now; `null` for none. */
  readonly named: NamedVideo | null;
  /** Whether nothing can be changed or exported from the page. */
  readonly readOnly: boolean;
  /** Version of FrameSieve. */
  readonly version: string;
  readonly logger: Logger;
  /** Ends the viewer's work; it is disposed of besides. */
  readonly signal: AbortSignal;
}

/** A page that is being served. Disposing of it ends everything that it does. */
export interface Viewer extends AsyncDisposable {
  /** The address of the page, with the token without which nothing is answered. */
  readonly url: string;
}
