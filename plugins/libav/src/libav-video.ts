import type { DecodedFrame, OpenVideo, ReadOptions, StreamDescription } from '@framesieve/core';
import * as av from 'node-av/constants';
import type { FormatContext, Frame } from 'node-av/lib';
import { type DemuxerInput, openDemuxer } from './demuxer.ts';
import { EarlyEnd } from './early-end.ts';
import { glanceAt } from './glance.ts';
import { type Hardware, HardwareFailure } from './hardware.ts';
import { leaseFrame } from './lease-frame.ts';
import { openSource, type Pass, type Reading, type Source } from './open-source.ts';
import { SeekIndex, type SeekPoint } from './seek-index.ts';
import { ticksOf } from './stream-description.ts';

/** What an open video is made of. */
export interface LibavVideoParts {
  /** What a further demuxer is opened with. */
  readonly input: DemuxerInput;
  /** Just opened: nothing has been read from it. */
  readonly demuxer: FormatContext;
  readonly streams: readonly StreamDescription[];
  readonly threads: number;
  /** What may decode besides the processor; it is freed with the video. */
  readonly hardware: Hardware;
}

/** Frames that a seek must save: moving the demuxer and filling the decoder costs about as much as decoding a few. */
const worthSeeking = 16;

/** Thrown inside an iteration when its video is disposed of, and turned into its end. */
const disposed = new Error('The video was closed.');

/** A file opened by libav. Each iteration has a demuxer and a decoder of its own. */
export class LibavVideo implements OpenVideo {
  readonly container: string;
  readonly streams: readonly StreamDescription[];
  readonly #parts: LibavVideoParts;
  readonly #closing = new AbortController();
  readonly #iterations = new Set<AsyncGenerator<DecodedFrame>>();
  /** The demuxer that the headers were read with serves the first iteration. */
  #unused: FormatContext | null;

  constructor(parts: LibavVideoParts) {
    this.#parts = parts;
    this.#unused = parts.demuxer;
    this.container = parts.demuxer.iformat?.name ?? 'unknown';
    this.streams = parts.streams;
  }

  frames(options: ReadOptions): AsyncIterable<DecodedFrame> {
    return this.#start(options, pass => this.#decode(null, pass));
  }

  framesAt(ordinals: readonly number[], options: ReadOptions): AsyncIterable<DecodedFrame> {
    return this.#start(options, pass => this.#decode(ordinals, pass));
  }

  glance(count: number, options: ReadOptions): AsyncIterable<DecodedFrame> {
    return this.#start({ ...options, report() {} }, pass => this.#glance(count, pass));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort(disposed);
    await Promise.all([...this.#iterations].map(iteration => iteration.return(undefined)));
    const unused = this.#unused;
    this.#unused = null;
    await unused?.closeInput();
    this.#parts.hardware[Symbol.dispose]();
  }

  #start(
    options: ReadOptions,
    run: (pass: Pass) => AsyncGenerator<DecodedFrame, void, undefined>,
  ): AsyncGenerator<DecodedFrame> {
    const iteration = this.#untilClosed(options, run, () => this.#iterations.delete(iteration));
    this.#iterations.add(iteration);
    return iteration;
  }

  async *#untilClosed(
    options: ReadOptions,
    run: (pass: Pass) => AsyncGenerator<DecodedFrame, void, undefined>,
    onEnd: () => void,
  ): AsyncGenerator<DecodedFrame, void, undefined> {
    const pass: Pass = { options, signal: AbortSignal.any([options.signal, this.#closing.signal]) };
    try {
      pass.signal.throwIfAborted();
      yield* run(pass);
    } catch (error) {
      if (error !== disposed) throw error;
    } finally {
      onEnd();
    }
  }

  async *#decode(
    wanted: readonly number[] | null,
    pass: Pass,
  ): AsyncGenerator<DecodedFrame, void, undefined> {
    const { index, linear } = pass.options;
    const seek = wanted !== null && index !== undefined && linear !== true;
    const rest = seek ? yield* this.#decodeSeeking(wanted, new SeekIndex(index), pass) : wanted;
    if (rest?.length !== 0) yield* this.#decodeLinearly(rest, pass);
  }

  /** One thread gives the first frame soonest, and the same each time. */
  async *#glance(count: number, pass: Pass): AsyncGenerator<DecodedFrame, void, undefined> {
    const reading = { threads: 1, untilDamage: false, seeking: true, inSoftware: true };
    await using sources = new AsyncDisposableStack();
    const open = async () => sources.use(await this.#openSource(pass, reading));
    let ordinal = 0;
    for await (const { frame, stream } of glanceAt(open, count)) {
      yield await leaseFrame(frame, ordinal++, { stream, hardware: null }, pass);
    }
  }

  /**
   * Decodes from the start; only the wanted frames are copied, `null` for all. Where several threads meet damage, one
   * thread begins anew, and goes on behind the last frame that came before it: so that the same frames come each time.
   * Before, where hardware does not get any further, software does.
   */
  async *#decodeLinearly(
    wanted: readonly number[] | null,
    pass: Pass,
  ): AsyncGenerator<DecodedFrame, void, undefined> {
    const remaining = wanted && [...wanted].reverse();
    const early = new EarlyEnd({ ...this.#parts, reading: pass.options, signal: pass.signal });
    let passed = -1;
    let { threads } = this.#parts;
    for (;;) {
      await using source = await this.#openSource(pass, { threads, untilDamage: threads > 1 });
      let failure: HardwareFailure | null = null;
      let ordinal = -1;
      for await (const frame of source.frames) {
        ordinal += 1;
        if (ordinal <= passed) continue;
        if (!wanted && (await early.isReached(ticksOf(frame.bestEffortTimestamp), source.progress.packets))) {
          pass.options.endedEarly?.();
          return;
        }
        if (!remaining || remaining.at(-1) === ordinal) {
          const leased = await leaseFrame(frame, ordinal, source, pass).catch(hardwareFailure);
          if (leased instanceof HardwareFailure) {
            failure = leased;
            break;
          }
          remaining?.pop();
          passed = ordinal;
          yield leased;
          if (remaining?.length === 0) return;
        }
        passed = ordinal;
      }
      if (!failure && !source.metDamage()) return;
      if (source.hardware === null) threads = 1;
      else
        this.#parts.hardware.giveUp(
          failure?.message ?? `${source.hardware} met damage at frame ${passed + 1}`,
        );
    }
  }

  /**
   * Decodes only what leads up to the wanted frames, which are recognised by their timestamps.
   *
   * @returns the ordinals from the first one on that could not be found with certainty.
   */
  async *#decodeSeeking(
    wanted: readonly number[],
    index: SeekIndex,
    pass: Pass,
  ): AsyncGenerator<DecodedFrame, readonly number[], undefined> {
    const queue = [...wanted];
    const { threads } = this.#parts;
    await using source = await this.#openSource(pass, { threads, untilDamage: false, seeking: true });
    const { demuxer, decoder, stream, frames } = source;
    let position = -1;
    let sought: SeekPoint | null = null;
    let located = true;
    // An index of another file is found out by the frames that are decoded before it is relied on.
    let trusted = true;
    for (let target = queue[0]; target !== undefined && target < index.length; target = queue[0]) {
      const point = index.pointFor(target);
      if (point && point.start - position > worthSeeking) {
        // A stream may say at its start, and only there, how it is to be decoded: which encoder made it, for one.
        if (position < 0) {
          const first = await frames.next();
          if (first.done) return queue;
          trusted = agrees(index, 0, first.value);
        }
        if (!trusted) return queue;
        const timestamp = BigInt(index.ptsOf(point.start));
        if ((await demuxer.seekFrame(stream.index, timestamp, av.AVSEEK_FLAG_BACKWARD)) < 0) return queue;
        decoder.flushBuffers();
        sought = point;
        located = false;
        position = point.start - 1;
      }
      while (position < target) {
        const next = await frames.next();
        if (next.done) return queue;
        const found = sought ? index.ordinalOf(Number(next.value.bestEffortTimestamp)) : position + 1;
        if (sought && !located) {
          // Not there yet: what comes before the key frame may lack its references.
          if (found === null || (found !== sought.start && found < sought.latest)) continue;
          if (found > sought.latest) return queue;
          located = true;
        } else if (found !== position + 1) return queue;
        trusted &&= agrees(index, found, next.value);
        if (sought && !trusted) return queue;
        position = found;
        if (position !== target) continue;
        const leased = await leaseFrame(next.value, position, source, pass).catch(hardwareFailure);
        if (leased instanceof HardwareFailure) {
          this.#parts.hardware.giveUp(leased.message);
          return queue;
        }
        yield leased;
      }
      if (position > target) return queue;
      queue.shift();
    }
    return queue;
  }

  /** A demuxer at the start of the file, and a decoder. */
  async #openSource(pass: Pass, reading: Reading): Promise<Source> {
    return openSource(await this.#takeDemuxer(pass), this.#parts, pass, reading);
  }

  async #takeDemuxer({ signal }: Pass): Promise<FormatContext> {
    const unused = this.#unused;
    this.#unused = null;
    return unused ?? openDemuxer(this.#parts.input, signal);
  }
}

function agrees(index: SeekIndex, ordinal: number, frame: Frame): boolean {
  return index.agrees(ordinal, ticksOf(frame.bestEffortTimestamp), frame.hasFlags(av.AV_FRAME_FLAG_KEY));
}

function hardwareFailure(error: unknown): HardwareFailure {
  if (error instanceof HardwareFailure) return error;
  throw error;
}
