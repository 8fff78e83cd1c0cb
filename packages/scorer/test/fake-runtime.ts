import type { OnnxRuntime, OnnxSession, SessionSettings } from '../src/runtime/runtime.ts';

/** What a fake runtime does on a provider: nothing wrong, by default. */
export interface FakeProvider {
  readonly openError?: string;
  /** Why a call fails; `null` lets it through. */
  readonly runError?: (call: number, pictures: number) => string | null;
}

/**
 * A runtime whose models have one input `pixels` and one output `score`: the first sample of each picture. It can fail as
 * real ones do with hardware that the machine doesn't have.
 */
export class FakeRuntime implements OnnxRuntime {
  /** What was done, in order: `open cuda`, `run cuda 4`, `close cuda`. */
  readonly log: string[] = [];
  readonly #providers: Readonly<Record<string, FakeProvider>>;

  /** @param providers what each of them does, by name. */
  constructor(providers: Readonly<Record<string, FakeProvider>>) {
    this.#providers = providers;
  }

  async describe() {
    return { version: '0', providers: Object.keys(this.#providers) };
  }

  async open(_: Uint8Array, { provider }: SessionSettings): Promise<OnnxSession> {
    const { name } = provider;
    const { openError, runError } = this.#providers[name]!;
    this.log.push(`open ${name}`);
    if (openError !== undefined) throw new Error(openError);
    let calls = 0;
    return {
      inputs: new Map([['pixels', 'uint8']]),
      outputs: ['score'],
      run: async ({ pixels }) => {
        const { data, dimensions } = pixels!;
        const count = dimensions[0]!;
        this.log.push(`run ${name} ${count}`);
        calls += 1;
        const error = runError?.(calls, count) ?? null;
        if (error !== null) throw new Error(error);
        const length = data.length / count;
        const scores = Float32Array.from({ length: count }, (_, i) => Number(data[i * length]));
        return { score: { data: scores, dimensions: [count] } };
      },
      close: async () => {
        this.log.push(`close ${name}`);
      },
    };
  }
}
