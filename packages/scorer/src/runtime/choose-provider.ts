import type { ProviderChoice } from './runtime.ts';

/**
 * Reads a device: `auto` is the CPU, for as long as no metric gains from anything else without being told so; else the name
 * of an execution provider, with the number of its device behind a colon if it isn't the first.
 *
 * @param known names of the providers that the runtime has.
 * @throws Error for one that it doesn't have: it would go on without it, with a message on the console.
 */
export function chooseProvider(device: string, known: readonly string[]): ProviderChoice {
  const { name, number } = parse(device);
  if (name === 'auto' || name === 'cpu') return { name: 'cpu' };
  if (!known.includes(name)) throw new Error(`ONNX Runtime has ${known.join(', ')} here`);
  return number === null ? { name } : { name, deviceId: number };
}

/** Number of the device of its provider that a device means: 0 unless another one is named. */
export function deviceIdOf(device: string): number {
  return parse(device).number ?? 0;
}

function parse(device: string): { readonly name: string; readonly number: number | null } {
  const [, name = device, number] = /^(.+):(\d+)$/.exec(device) ?? [];
  return { name, number: number === undefined ? null : Number(number) };
}
