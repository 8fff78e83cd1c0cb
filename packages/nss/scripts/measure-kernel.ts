/**
 * Measures the kernel on one thread, and OpenCV's BRISQUE on all of them where Python has it, in turns in one run:
 * node --conditions=@framesieve/source packages/nss/scripts/measure-kernel.ts [rounds]
 *
 * A round is one picture of each size by each form and rules; what counts is the median of the rounds and the least of them, which
 * is what a machine with nothing else to do takes.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { frameLayout, type PictureFormat, parsePixelFormat, unknownColor } from '@framesieve/core';
import { chooseKernel, kernelNames, loadKernel } from '../src/kernel/kernel-code.ts';
import { NssKernel } from '../src/kernel/nss-kernel.ts';
import type { PlanesPicture } from '../src/kernel/nss-picture.ts';
import { brisqueOpencvRules, brisqueUtliveRules, niqeRules } from '../src/kernel/nss-rules.ts';
import { wasm } from '../src/kernel/web-assembly.ts';
import { opencvBrisque } from './opencv-brisque.ts';

const rounds = Number(process.argv[2] ?? 15);
const sizes = [
  [1920, 1080],
  [3840, 2160],
] as const;
const allRules = {
  niqe: niqeRules,
  'brisque/utlive': brisqueUtliveRules,
  'brisque/opencv': brisqueOpencvRules,
};

/** A picture of waves and noise, 4:2:0. */
function makePicture(width: number, height: number) {
  const pixelFormat = parsePixelFormat('yuv420p')!;
  const layout = frameLayout(pixelFormat, width, height);
  const memory = new wasm.Memory({
    initial: Math.ceil(layout.byteLength / 65_536),
    maximum: 65_536,
    shared: true,
  });
  const bytes = new Uint8Array(memory.buffer, 0, layout.byteLength);
  let noise = 1;
  for (let i = 0; i < bytes.length; i++) {
    noise = (Math.imul(noise, 1_103_515_245) + 12_345) & 0x7fffffff;
    bytes[i] = 110 + 30 * Math.sin((i % width) / 23) + 20 * Math.sin(i / width / 31) + ((noise >> 16) & 15);
  }
  const format: PictureFormat = {
    ...{ width, height, pixelFormat, color: unknownColor, scan: 'progressive', rotation: 0, mirrored: false },
    pixelAspect: { numerator: 1, denominator: 1 },
  };
  const area = { x: 0, y: 0, width, height };
  // Growing gives the memory another buffer.
  const picture = (): PlanesPicture => ({
    ...{ kind: 'planes', layout, format, area },
    bytes: new Uint8Array(memory.buffer, 0, layout.byteLength),
  });
  return { memory, picture, luma: bytes.slice(0, width * height) };
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!;

console.log(
  `${availableParallelism()} threads, ${rounds} rounds; this machine's kernel is ${chooseKernel()}.`,
);
const folder = await mkdtemp(join(tmpdir(), 'framesieve-kernel-'));
try {
  for (const [width, height] of sizes) {
    const { memory, picture, luma } = makePicture(width, height);
    const file = join(folder, `${width}.pgm`);
    await writeFile(file, Buffer.concat([Buffer.from(`P5 ${width} ${height} 255\n`), luma]));
    const measured = new Map<string, () => void>();
    for (const name of kernelNames) {
      const kernel = await NssKernel.create(memory, await loadKernel(name));
      for (const [metric, rules] of Object.entries(allRules))
        measured.set(`${name}, ${metric}`, () => kernel.measure(picture(), rules));
    }
    // The optimising compiler takes its time.
    for (let i = 0; i < 12; i++) for (const measure of measured.values()) measure();
    const times = new Map<string, number[]>([...measured.keys(), 'OpenCV'].map(name => [name, []]));
    await using opencv = await opencvBrisque(file);
    for (let round = 0; round < rounds; round++) {
      for (const [name, measure] of measured) {
        const start = performance.now();
        measure();
        times.get(name)!.push(performance.now() - start);
      }
      if (opencv) times.get('OpenCV')!.push(await opencv.milliseconds());
    }
    const reference = times.get('OpenCV')!;
    console.log(`\n${width} × ${height}, ms per picture: median (least)`);
    for (const [name, values] of times) {
      if (values.length === 0) continue;
      const share =
        opencv && name !== 'OpenCV' ? `, OpenCV's ${(median(reference) / median(values)).toFixed(1)} ×` : '';
      console.log(
        `${name.padEnd(30)} ${median(values).toFixed(1)} (${Math.min(...values).toFixed(1)})${share}`,
      );
    }
    if (!opencv) console.log('OpenCV is left out: Debian has it as python3-opencv and opencv-data.');
  }
} finally {
  await rm(folder, { recursive: true });
}
