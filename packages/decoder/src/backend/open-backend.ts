import {
  type DecodedFrame,
  type Decoder,
  type DecoderFactory,
  FrameSieveError,
  messageOf,
  type OpenOptions,
  type OpenVideo,
  type PixelSettings,
  type StageContext,
  type StreamDescription,
  shownPath,
} from '@framesieve/core';
import { sequenceNotes } from '../input/image-sequence.ts';
import { chooseStream } from './choose-stream.ts';
import { PassControl } from './pass-control.ts';

/** A video that a backend has opened, with its first frame decoded: proof that the codec works. */
export interface OpenedBackend {
  readonly decoder: Decoder;
  readonly video: OpenVideo;
  readonly stream: StreamDescription;
  /** Why it is this stream, e.g. `it is the longest`. */
  readonly streamReason: string;
  readonly firstFrame: DecodedFrame;
  /** The pass that the first frame came from. */
  readonly pass: AsyncIterator<DecodedFrame>;
  readonly control: PassControl;
  readonly warnings: readonly string[];
}

/** What {@link openBackend} takes. */
export interface BackendRequest {
  readonly path: string;
  /** Stream index, or `null` for the rule. */
  readonly stream: number | null;
  /** Id of the backend to try first, or `null`. */
  readonly decoder: string | null;
  readonly factories: readonly DecoderFactory[];
  readonly options: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** See `OpenOptions`. */
  readonly pixels?: Pick<Partial<PixelSettings>, 'hwaccel'>;
  readonly protocols?: readonly string[];
  readonly stallSeconds?: number;
}

interface Failure {
  readonly id: string;
  readonly error: FrameSieveError;
}

/**
 * Opens a video with the first backend, in order of preference, that decodes a frame of it.
 *
 * @throws FrameSieveError the first backend's error when none can, with the others' in the hint.
 */
export async function openBackend(request: BackendRequest, context: StageContext): Promise<OpenedBackend> {
  const failures: Failure[] = [];
  if (isMissing(request)) failures.push({ id: request.decoder!, error: missingDecoder(request) });
  for (const factory of inOrder(request.factories, request.decoder)) {
    try {
      const opened = await tryBackend(factory, request, context);
      const warnings = [
        ...failures.map(({ id, error }) => fallbackWarning(id, error, factory.id)),
        ...opened.warnings,
        ...(await sequenceNotes(request.path)),
      ];
      return { ...opened, warnings };
    } catch (error) {
      context.signal.throwIfAborted();
      const failure = { id: factory.id, error: wrap(error, factory.id, request.path) };
      if (isFinal(failure.error)) throw failure.error;
      context.logger.debug(`Decoder "${failure.id}": ${failure.error.message}`);
      failures.push(failure);
    }
  }
  throw combined(failures);
}

async function tryBackend(
  factory: DecoderFactory,
  request: BackendRequest,
  context: StageContext,
): Promise<OpenedBackend> {
  const options = request.options[factory.id] ?? {};
  const availability = await factory.availability(options);
  if (!availability.available) {
    throw new FrameSieveError({
      code: 'decoder-unavailable',
      message: `The decoder "${factory.id}" can't be used: ${availability.reason}.`,
      hint: availability.hint,
    });
  }
  const decoder = await factory.create(options);
  const video = await decoder.open(request.path, openOptions(request, context));
  try {
    const { stream, reason, note } = chooseStream(video.streams, request.stream);
    const { frames, signal } = context;
    const control = new PassControl({ stream: stream.index, frames, signal });
    const first = await decodeFirst(video, control);
    const warnings = note ? [note] : [];
    return { decoder, video, stream, streamReason: reason, ...first, control, warnings };
  } catch (error) {
    await video[Symbol.asyncDispose]();
    throw error;
  }
}

function openOptions(
  { pixels, protocols, stallSeconds }: BackendRequest,
  { signal, logger }: StageContext,
): OpenOptions {
  return {
    signal,
    logger,
    ...(pixels?.hwaccel !== undefined && { hwaccel: pixels.hwaccel }),
    ...(protocols !== undefined && { protocols }),
    ...(stallSeconds !== undefined && { stallSeconds }),
  };
}

async function decodeFirst(
  video: OpenVideo,
  control: PassControl,
): Promise<Pick<OpenedBackend, 'firstFrame' | 'pass'>> {
  const pass = video.frames(control.readOptions())[Symbol.asyncIterator]();
  const first = await pass.next();
  if (!first.done) return { firstFrame: first.value, pass };
  const [issue] = control.issues.issues;
  throw new FrameSieveError({
    code: 'decode-failed',
    message: `No frame of the video could be decoded${issue ? `: ${issue.message}` : '.'}`,
    hint: 'The file is damaged or incomplete; get another copy.',
  });
}

function inOrder(factories: readonly DecoderFactory[], requested: string | null): readonly DecoderFactory[] {
  if (factories.length === 0) {
    throw new FrameSieveError({
      code: 'decoder-unavailable',
      message: 'There is no decoder.',
      hint: 'Add a decoder plugin to `plugins` in the config file.',
    });
  }
  const first = factories.find(({ id }) => id === requested);
  return first ? [first, ...factories.filter(factory => factory !== first)] : factories;
}

/** Whether the backend to try first is not there. It may have been, when the video was scored. */
function isMissing({ factories, decoder }: BackendRequest): boolean {
  return decoder !== null && factories.every(({ id }) => id !== decoder);
}

function missingDecoder({ factories, decoder }: BackendRequest): FrameSieveError {
  return new FrameSieveError({
    code: 'decoder-unavailable',
    message: `There is no decoder "${decoder}".`,
    hint: `Use one of: ${factories.map(({ id }) => id).join(', ')}.`,
  });
}

/** Errors that another backend would only repeat. */
function isFinal({ code }: FrameSieveError): boolean {
  return code === 'usage' || code === 'config';
}

function wrap(error: unknown, id: string, path: string): FrameSieveError {
  return FrameSieveError.from(error, {
    code: 'decode-failed',
    message: `The decoder "${id}" failed on "${shownPath(path)}": ${messageOf(error)}`,
    hint: 'Try another decoder with --decoder.',
  });
}

function fallbackWarning(failed: string, error: FrameSieveError, used: string): string {
  return `The decoder "${failed}" could not be used, so "${used}" was: ${error.message}`;
}

/** What a working backend found wrong says more than that another is not installed. */
function combined(failures: readonly Failure[]): FrameSieveError {
  const main = failures.find(({ error }) => error.code !== 'decoder-unavailable') ?? failures[0]!;
  const others = failures
    // The same again says nothing new.
    .filter(({ error }) => error.code !== main.error.code)
    .map(({ id, error }) => `${id} (${error.message})`);
  const tried = others.length > 0 ? `Also tried: ${others.join(', ')}.` : null;
  const { code, message, hint } = main.error;
  const hints = [hint, tried].filter(part => part !== null);
  return new FrameSieveError({ code, message, hint: hints.join(' ') || undefined, cause: main.error });
}
