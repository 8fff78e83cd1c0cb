/** One thing that is measured. */
export interface Case {
  readonly name: string;
  /** What its rate is compared with, by name; none for a baseline. */
  readonly against?: string;
  /** Does the work once, and returns how many units it did. */
  run(): Promise<number>;
}

/** Units per second of one case over all rounds. */
export interface Measurement {
  readonly name: string;
  readonly against: string | null;
  readonly rates: readonly number[];
  readonly median: number;
  /** Milliseconds of all cores that a unit took, user and system: median over the rounds. */
  readonly coreMs: number;
  /** Median of the ratios to the baseline, each taken within one round; `null` for a baseline. */
  readonly ratio: number | null;
}

/**
 * Runs all cases in turn, round after round, so that what disturbs the machine disturbs them alike; the first round
 * warms up and doesn't count.
 */
export async function measure(cases: readonly Case[], rounds: number): Promise<readonly Measurement[]> {
  const rates = new Map<string, number[]>(cases.map(item => [item.name, []]));
  const costs = new Map<string, number[]>(cases.map(item => [item.name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const item of cases) {
      const start = performance.now();
      const before = process.cpuUsage();
      const units = await item.run();
      const seconds = (performance.now() - start) / 1000;
      const { user, system } = process.cpuUsage(before);
      if (round === 0) continue;
      rates.get(item.name)!.push(units / seconds);
      costs.get(item.name)!.push((user + system) / 1000 / units);
    }
  }
  return cases.map(({ name, against }) => {
    const own = rates.get(name)!;
    const base = against === undefined ? null : rates.get(against)!;
    const ratio = base && median(own.map((rate, round) => rate / base[round]!));
    const coreMs = median(costs.get(name)!);
    return { name, against: against ?? null, rates: own, median: median(own), coreMs, ratio };
  });
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The measurements as lines of a table. */
export function formatTable(measurements: readonly Measurement[]): string {
  const width = Math.max(...measurements.map(item => item.name.length));
  return measurements
    .map(({ name, median: rate, coreMs, ratio, against }) => {
      const compared = ratio === null ? '' : `  ${ratio.toFixed(2)} × ${against}`;
      const cost = `${coreMs.toPrecision(3).padStart(8)} core-ms`;
      return `${name.padEnd(width)}  ${rate.toFixed(1).padStart(10)} /s${cost}${compared}`;
    })
    .join('\n');
}
