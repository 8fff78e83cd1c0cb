import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { compileKernel } from '../../scripts/compile-kernel.ts';
import { chooseKernel, kernelNames, loadKernel } from './kernel-code.ts';

describe.each(kernelNames)('the kernel %s', name => {
  it('is what its sources compile to', async () => {
    const built = await readFile(new URL(`../../wasm/${name}.wasm`, import.meta.url));
    const compiled = await compileKernel(name);
    expect(Buffer.compare(built, compiled), 'run packages/nss/scripts/build-kernel.ts').toBe(0);
  }, 120_000);

  it('brings no data of its own into a memory that others use', async () => {
    const built = await readFile(new URL(`../../wasm/${name}.wasm`, import.meta.url));
    const sections: number[] = [];
    for (let at = 8; at < built.length; ) {
      sections.push(built[at++]!);
      let [size, shift] = [0, 0];
      for (let byte = 128; byte >= 128; shift += 7) {
        byte = built[at++]!;
        size += (byte & 127) << shift;
      }
      at += size;
    }
    // 8 starts a function, 11 is data.
    expect(sections).not.toContain(8);
    expect(sections).not.toContain(11);
    expect(sections).toContain(10);
  });
});

it('loads the form that it chooses', async () => {
  const { name } = await loadKernel();
  expect(name).toBe(chooseKernel());
});
