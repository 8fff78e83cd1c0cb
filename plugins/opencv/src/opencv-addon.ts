import { createRequire } from 'node:module';

/** A picture as OpenCV holds it. */
export interface Mat {
  readonly rows: number;
  readonly cols: number;
  /** Depth and channels in OpenCV's code: 16 is three channels of 8 bits, B, G, R. */
  readonly type: number;
  /** Whether there is no picture. */
  readonly empty: boolean;
  getDataAsync(done: Callback<Buffer>): void;
  /** Frees the picture now. */
  release(): void;
}

/** An open video. No two of its methods may run at the same time. */
export interface Capture {
  get(property: number): number;
  set(property: number, value: number): boolean;
  readAsync(done: Callback<Mat>): void;
  /** Lets go of the video; a read that is under way holds on to it until it is done. */
  release(): void;
}

/** What is used of the compiled part of @u4/opencv4nodejs, whose JavaScript part writes to the console. */
export interface OpenCvAddon {
  readonly version: { readonly major: number; readonly minor: number; readonly revision: number };
  readonly CAP_FFMPEG: number;
  readonly VideoCapture: new (address: string, backend: number) => Capture;
  getBuildInformation(): string;
}

type Callback<T> = (error: unknown, value: T) => void;

/** Reads the next picture on another thread; an empty one at the end. */
export function readPicture(capture: Capture): Promise<Mat> {
  return promised(done => capture.readAsync(done));
}

/** A copy of a picture's samples, rows from the top, without padding. */
export function samplesOf(mat: Mat): Promise<Buffer> {
  return promised(done => mat.getDataAsync(done));
}

/**
 * Loads a compiled module.
 *
 * @throws Error when it was compiled for another Node.js, a library that it needs is missing, or it is something else.
 */
export function loadAddon(file: string): OpenCvAddon {
  // OpenCV reads it when its library is loaded; its warnings would go to the terminal.
  process.env.OPENCV_LOG_LEVEL ??= 'SILENT';
  const addon: unknown = createRequire(import.meta.url)(file);
  if (isAddon(addon)) return addon;
  throw new Error('it has no VideoCapture: it is not @u4/opencv4nodejs, or was built without videoio');
}

function isAddon(value: unknown): value is OpenCvAddon {
  const { VideoCapture, CAP_FFMPEG, getBuildInformation, version } = Object(value) as Record<string, unknown>;
  return (
    typeof VideoCapture === 'function' &&
    typeof CAP_FFMPEG === 'number' &&
    typeof getBuildInformation === 'function' &&
    typeof version === 'object'
  );
}

function promised<T>(start: (done: Callback<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    start((error, value) => {
      if (error) reject(error instanceof Error ? error : new Error(String(error)));
      else resolve(value);
    });
  });
}
