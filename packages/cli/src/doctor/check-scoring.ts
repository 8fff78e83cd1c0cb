import { availableParallelism, cpus } from 'node:os';
import { availableMemory } from 'node:process';
import { messageOf } from '@framesieve/core';
import { memoryPlan } from '../compose.ts';
import { formatSize } from '../memory/parse-size.ts';
import type { Settings } from '../settings.ts';
import { type Check, fromAvailability, ok, warning } from './check.ts';

const leastFreeBytes = 512 * 1024 ** 2;

/** Looks at what scoring takes: cores, memory, the kernel, the runtime of models and what it can run on. */
export async function checkScoring(settings: Settings): Promise<readonly Check[]> {
  const [kernel, runtime, gpus] = await Promise.all([
    checkKernel(settings),
    checkRuntime(settings),
    import('@framesieve/scorer').then(({ readGpus }) => readGpus()),
  ]);
  return [
    checkCores(settings),
    checkMemory(settings),
    kernel,
    ...runtime,
    ...gpus.map(({ name, memory }, i) => {
      const free = memory && `${formatSize(memory.freeBytes)} of ${formatSize(memory.totalBytes)} free`;
      return ok(`gpu ${i}`, `${name}, ${free ?? 'which does not tell its memory'}`);
    }),
  ];
}

/** A container may have fewer cores than the machine; every core decodes and scores. */
function checkCores({ config: { jobs } }: Settings): Check {
  const used = availableParallelism();
  const all = cpus().length;
  const cores = all > used ? `${used} of the machine's ${all} cores` : `${used} cores`;
  const videos = jobs === 1 ? 'one video' : `${jobs} videos`;
  return ok('threads', `${cores}: metrics score with a thread on each, for ${videos} at a time (--jobs)`);
}

function checkMemory(settings: Settings): Check {
  const free = availableMemory();
  try {
    const { limitBytes, totalBytes, jobs, poolBytes, modelBytes } = memoryPlan(
      settings,
      settings.config.jobs,
    );
    const plan = [
      `${formatSize(free)} available`,
      `${formatSize(totalBytes)} planned${limitBytes === null ? '' : ' (--memory)'}`,
      `frames ${formatSize(poolBytes)}${jobs === 1 ? '' : ` for each of ${jobs} jobs`}`,
      `models ${formatSize(modelBytes)}`,
    ].join(', ');
    if (totalBytes > free)
      return warning(
        'memory',
        plan,
        'More is planned than there is: give less with --memory, or close other programs.',
      );
    if (free > leastFreeBytes) return ok('memory', plan);
    return warning('memory', plan, 'Large videos need some hundred megabytes: close other programs.');
  } catch (error) {
    return warning('memory', messageOf(error), null);
  }
}

async function checkKernel({ config: { kernel } }: Settings): Promise<Check> {
  try {
    const { chooseKernel } = await import('@framesieve/nss/metric');
    const forms = {
      nss: 'the fastest form: multiplies and adds at once',
      'nss-unfused': 'multiplies and adds one after the other, since this machine has no fused operation',
    };
    const name = chooseKernel();
    if (name === null)
      return warning(
        'kernel',
        'none: WebAssembly has no SIMD here',
        'NIQE and BRISQUE run as ONNX graphs, slowly; use a processor with SSE4.1 or Neon.',
      );
    const use = kernel === 'onnx' ? '; not used, since `kernel` is `onnx`' : '';
    return ok('kernel', `${name}, ${forms[name]} (niqe, brisque)${use}`);
  } catch (error) {
    return warning('kernel', messageOf(error), 'Install FrameSieve again; --kernel onnx works without it.');
  }
}

/** Another provider than the CPU is asked for by name, so that nothing is wrong where there is none, unless it was. */
async function checkRuntime({ config: { device } }: Settings): Promise<readonly Check[]> {
  try {
    const { onnxAvailability, providerStates } = await import('@framesieve/scorer');
    const availability = await onnxAvailability();
    const runtime = fromAvailability('onnx runtime', availability);
    if (!availability.available) return [runtime];
    const states = await providerStates();
    const providers = states.map(({ name, usable, reason }) =>
      usable || name !== device
        ? ok(`device ${name}`, usable ? 'usable' : `not usable: ${reason}`)
        : warning(`device ${name}`, `not usable: ${reason}`, 'Models run on the CPU until that is mended.'),
    );
    const isKnown = device === 'auto' || states.some(({ name }) => name === device);
    const hint = `Choose one of ${states.map(({ name }) => name).join(', ')} with --device.`;
    const unknown = isKnown ? [] : [warning(`device ${device}`, 'the runtime knows no such device', hint)];
    return [runtime, ...providers, ...unknown];
  } catch (error) {
    return [warning('onnx runtime', messageOf(error), 'Install FrameSieve again.')];
  }
}
