import type { DecodedFrame, OpenVideo, ReadOptions, StreamDescription } from '@framesieve/core';
import type { FormatContext, Packet } from 'node-av/lib';
import { type DemuxerInput, openDemuxer } from './demuxer.ts';
import { EarlyEnd } from './early-end.ts';
import { glanceAt } from './glance.ts';
import { type Hardware, HardwareFailure } from './hardware.ts';
import { leaseFrame } from './lease-frame.ts';
import { openSource, type Pass, type Reading, type Source } from './open-source.ts';
import { type PacketKinds, packetKindsOf } from './packet-kinds.ts';
import { ProgressiveProof } from './progressive-proof.ts';
import { hardwareFailure } from './read-group.ts';
import { rereadSeeking } from './reread-seeking.ts';
import { RereadTally } from './reread-tally.ts';
import { readTags, ticksOf } from './stream-description.ts';

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

/** Thrown inside an iteration when its video is disposed of, and turned into its end. */
const disposed = new Error('The video was closed.');

/** A file opened by libav. Each iteration has a demuxer and a decoder of its own. */
export class LibavVideo implements OpenVideo {
  readonly container: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly streams: readonly StreamDescription[];
  readonly #parts: LibavVideoParts;
  /** By index of the stream, what is told of its packets. */
  readonly #kinds: ReadonlyMap<number, PacketKinds | null>;
  /** By index of the stream. */
  readonly #progressive: ReadonlyMap<number, ProgressiveProof>;
  readonly #closing = new AbortController();
  readonly #iterations = new Set<AsyncGenerator<DecodedFrame>>();
  /** The demuxer that the headers were read with serves the first iteration. */
  #unused: FormatContext | null;

  constructor(parts: LibavVideoParts) {
    this.#parts = parts;
    this.#unused = parts.demuxer;
    this.container = parts.demuxer.iformat?.name ?? 'unknown';
    this.tags = readTags(parts.demuxer);
    this.streams = parts.streams;
    this.#kinds = new Map(
      parts.demuxer.streams.map(({ index, codecpar }) => [index, packetKindsOf(codecpar)]),
    );
    this.#progressive = new Map(
      parts.demuxer.streams.map(({ index, codecpar }) => [
        index,
        new ProgressiveProof(codecpar, this.container),
      ]),
    );
  }

  isProgressive(stream: number): boolean {
    return this.#progressive.get(stream)?.isCertain ?? false;
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
    if (wanted === null) yield* this.#decodeLinearly(null, pass);
    else if (wanted.length > 0) yield* this.#reread(wanted, pass);
  }

  /** Seeks where the index allows it; what is not certain then is decoded from the start. */
  async *#reread(ordinals: readonly number[], pass: Pass): AsyncGenerator<DecodedFrame, void, undefined> {
    const { index, linear, stream } = pass.options;
    const { threads, hardware, input } = this.#parts;
    const { logger } = input;
    const tally = new RereadTally();
    const counted = { ...pass, tally };
    const readLinearly = (some: readonly number[]) => this.#decodeLinearly(some, counted);
    let rest = ordinals;
    try {
      if (index && linear !== true) {
        const kinds = this.#kinds.get(stream) ?? null;
        const reading = { threads, untilDamage: false, watch: 'muffled' } as const;
        const open = () => this.#openSource(counted, reading);
        const parts = { frameIndex: index, kinds, hardware, pass, logger, tally, open, readLinearly };
        rest = yield* rereadSeeking(rest, parts);
      }
      if (rest.length > 0) yield* readLinearly(rest);
    } finally {
      const { decoded, passed } = tally;
      logger.debug(`Read again: ${decoded} frames were decoded on the way, ${passed} skipped.`);
    }
  }

  /** From a key frame one thread gives the first frame soonest; from the start all work, but one where they meet damage. */
  async *#glance(count: number, pass: Pass): AsyncGenerator<DecodedFrame, void, undefined> {
    const { threads } = this.#parts;
    const oneThread = { threads: 1, untilDamage: false, watch: 'muffled', inSoftware: true } as const;
    const allThreads = { threads, untilDamage: true, watch: 'aside', inSoftware: true } as const;
    await using sources = new AsyncDisposableStack();
    const open = async (inOrder: boolean) =>
      sources.use(await this.#openSource(pass, inOrder && threads > 1 ? allThreads : oneThread));
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
    const proof = this.#progressive.get(pass.options.stream);
    for (;;) {
      const onPacket = (packet: Packet) => proof?.note(packet);
      await using source = await this.#openSource(pass, { threads, untilDamage: threads > 1, onPacket });
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
          yield remaining ? { ...leased, linear: true } : leased;
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

  /** A demuxer at the start of the file, and a decoder. */
  async #openSource(pass: Pass, reading: Reading): Promise<Source> {
    const source = await openSource(await this.#takeDemuxer(pass), this.#parts, pass, reading);
    pass.tally?.follow(source.progress);
    return source;
  }

  async #takeDemuxer({ signal }: Pass): Promise<FormatContext> {
    const unused = this.#unused;
    this.#unused = null;
    return unused ?? openDemuxer(this.#parts.input, signal);
  }
}
