import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
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

// Switches of V8 for x64; other processors have no such choice.
describe.skipIf(process.arch !== 'x64')('on a processor', () => {
  const chosenWith = async (flag: string) => {
    const code = `import { chooseKernel } from ${JSON.stringify(new URL('./kernel-code.ts', import.meta.url).href)}; console.log(chooseKernel());`;
    const options = ['--conditions=@framesieve/source', flag, '--input-type=module', '--eval', code];
    return (await promisify(execFile)(process.execPath, options)).stdout.trim();
  };

  it('without fused multiplying and adding, chooses the form that has none', async () => {
    expect(await chosenWith('--no-enable-fma3')).toBe('nss-unfused');
  });

  it('without SIMD, chooses none', async () => {
    expect(await chosenWith('--no-enable-sse4-1')).toBe('null');
  });
});
