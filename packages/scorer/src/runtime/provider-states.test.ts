import { expect, it } from 'vitest';
import { onnxProviders, providerStates } from '../index.ts';

it('says of each provider whether it can be used here, and else why not', async () => {
  const states = await providerStates();
  expect(states.map(({ name }) => name)).toEqual(await onnxProviders());
  expect(states.find(({ name }) => name === 'cpu')).toEqual({ name: 'cpu', usable: true, reason: null });
  for (const { usable, reason } of states) {
    if (usable) expect(reason).toBeNull();
    else expect(reason).toMatch(/^[^\n]+$/);
  }
});
