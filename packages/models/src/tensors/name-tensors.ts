import { BadFile, shown } from './bad-file.ts';
import { TorchTensor } from './torch-objects.ts';

const depthLimit = 32;
const visitLimit = 200_000;
const nameLimit = 1000;
/** Keys under which training programs put a model's tensors beside other things. */
const roots = ['params', 'params_ema', 'state_dict', 'model'];
const parallelPrefix = 'module.';

/**
 * Names all tensors in dicts, lists and tuples by the path to them, with dots between (a single tensor: `tensor`). Where exactly
 * one of the keys `params`, `params_ema`, `state_dict`, `model` leads to a dict, only what is below it counts. `module.`
 * in front of every name, which training on several GPUs adds, is taken away.
 *
 * @throws BadFile when there are no tensors, two have the same name, or the nesting has no end.
 */
export function nameTensors(saved: unknown): ReadonlyMap<string, TorchTensor> {
  if (saved instanceof TorchTensor) return new Map([['tensor', saved]]);
  const named = new Map<string, TorchTensor>();
  let visits = 0;
  const visit = (value: unknown, path: string, depth: number): void => {
    if (value instanceof TorchTensor) {
      if (named.has(path)) throw new BadFile(`holds two tensors of the name "${shown(path)}"`);
      named.set(path, value);
      return;
    }
    if (!(value instanceof Map) && !Array.isArray(value)) return;
    if (depth > depthLimit) throw new BadFile(`holds dicts that are nested more than ${depthLimit} deep`);
    for (const [key, item] of value.entries() as Iterable<[unknown, unknown]>) {
      if (++visits > visitLimit) throw new BadFile(`holds more than ${visitLimit} values`);
      if (typeof key !== 'string' && typeof key !== 'number') continue;
      const longer = depth === 0 ? `${key}` : `${path}.${key}`;
      if (longer.length > nameLimit) throw new BadFile(`holds names of more than ${nameLimit} characters`);
      visit(item, longer, depth + 1);
    }
  };
  visit(rootOf(saved), '', 0);
  if (named.size === 0)
    throw new BadFile('holds no tensors', {
      hint: 'Give a file that torch.save(model.state_dict(), file) wrote.',
    });
  if (![...named.keys()].every(name => name.startsWith(parallelPrefix))) return named;
  return new Map([...named].map(([name, tensor]) => [name.slice(parallelPrefix.length), tensor]));
}

function rootOf(saved: unknown): unknown {
  if (!(saved instanceof Map)) return saved;
  const dicts = roots.map(key => saved.get(key) as unknown).filter(value => value instanceof Map);
  return dicts.length === 1 ? dicts[0] : saved;
}
