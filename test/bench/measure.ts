import { evaluate, type LimitResult, type Limits } from './limits.ts';
import { median, spreadOf } from './statistics.ts';

/** What doing the work once came to. What a case doesn't say is measured around it. */
export interface Sample {
  /** How many units were done, e.g. frames. */
  readonly units: number;
  readonly seconds?: number;
  /** Time of all cores, user and system. */
  readonly coreSeconds?: number;
  /** Most memory that the process held. */
  readonly peakBytes?: number;
  /** Memory that it held for most of the time. */
  readonly plateauBytes?: number;
}

/** What a case is held against: the figure of another one, in the same round. */
export interface Comparison {
  /** Name of the other case. */
  readonly to: string;
  /** `rate`: units per second, `time`: seconds per unit, `plateau`: the memory that was held for most of the time. */
  readonly by: 'rate' | 'time' | 'plateau';
  /** What the median of the quotients, own ÷ other, must be. */
  readonly must?: Limits;
}

/** One thing that is measured. */
export interface Case {
  /** Unique within its theme. */
  readonly name: string;
  /** What is counted, in the singular, e.g. `frame`. */
  readonly unit: string;
  readonly against?: readonly Comparison[];
  /** What the median of the seconds per unit must be. */
  readonly seconds?: Limits;
  /** What the most memory that was held in any round must be. */
  readonly peakBytes?: Limits;
  /** Does the work once. A bare number is the number of units. */
  run(): Promise<number | Sample>;
}

/** A comparison over all rounds. */
export interface Compared {
  readonly to: string;
  readonly by: Comparison['by'];
  /** Own ÷ other, one for each round. */
  readonly ratios: readonly number[];
  readonly median: number;
  readonly limit: LimitResult | null;
}

/** A case over all rounds. */
export interface Measurement {
  readonly name: string;
  readonly unit: string;
  /** Units per second, one for each round. */
  readonly rates: readonly number[];
  readonly median: number;
  /** Half of what lies between the slowest and the fastest round, relative to the median. */
  readonly spread: number;
  /** Milliseconds of all cores that a unit took, user and system: median over the rounds. */
  readonly coreMs: number;
  /** The most of all rounds; `null` where it isn't measured. */
  readonly peakBytes: number | null;
  readonly against: readonly Compared[];
  readonly limits: {
    readonly seconds: LimitResult | null;
    readonly peakBytes: LimitResult | null;
  };
}

/** How often everything is done. */
export interface Rounds {
  readonly count: number;
  /** Whether there is one round before that doesn't count. */
  readonly warmUp: boolean;
}

type Memory = 'peakBytes' | 'plateauBytes';
type Timed = Required<Omit<Sample, Memory>> & Pick<Sample, Memory>;

/** Runs all cases in turn, round after round, so that what disturbs the machine disturbs them alike. */
export async function measure(cases: readonly Case[], rounds: Rounds): Promise<readonly Measurement[]> {
  const samples = new Map<string, Timed[]>(cases.map(({ name }) => [name, []]));
  for (let round = rounds.warmUp ? -1 : 0; round < rounds.count; round++) {
    for (const item of cases) {
      const sample = await timed(item);
      if (round >= 0) samples.get(item.name)!.push(sample);
    }
  }
  return cases.map(item => summarize(item, samples));
}

async function timed(item: Case): Promise<Timed> {
  const start = performance.now();
  const before = process.cpuUsage();
  const result = await item.run();
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  const sample = typeof result === 'number' ? { units: result } : result;
  return { seconds, coreSeconds: (user + system) / 1e6, ...sample };
}

function summarize(item: Case, samples: ReadonlyMap<string, readonly Timed[]>): Measurement {
  const own = samples.get(item.name)!;
  const rates = own.map(rateOf);
  const peaks = own.flatMap(({ peakBytes }) => (peakBytes === undefined ? [] : [peakBytes]));
  const peakBytes = peaks.length > 0 ? Math.max(...peaks) : null;
  const rate = median(rates);
  return {
    name: item.name,
    unit: item.unit,
    rates,
    median: rate,
    spread: spreadOf(rates),
    coreMs: median(own.map(({ coreSeconds, units }) => (coreSeconds * 1000) / units)),
    peakBytes,
    against: (item.against ?? []).map(comparison => compare(comparison, own, samples.get(comparison.to)!)),
    limits: {
      seconds: item.seconds ? evaluate(1 / rate, item.seconds) : null,
      peakBytes: item.peakBytes && peakBytes !== null ? evaluate(peakBytes, item.peakBytes) : null,
    },
  };
}

function compare({ to, by, must }: Comparison, own: readonly Timed[], other: readonly Timed[]): Compared {
  const figure = { rate: rateOf, time: (sample: Timed) => 1 / rateOf(sample), plateau: plateauOf }[by];
  const ratios = own.map((sample, round) => figure(sample) / figure(other[round]!));
  const middle = median(ratios);
  return { to, by, ratios, median: middle, limit: must ? evaluate(middle, must) : null };
}

const rateOf = ({ units, seconds }: Timed) => units / seconds;
const plateauOf = ({ plateauBytes }: Timed) => plateauBytes ?? Number.NaN;
