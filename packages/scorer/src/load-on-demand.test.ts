import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

/** Loads a module, and tells which packages came with it that are read by `require`. */
const script = `
  import { createRequire } from 'node:module';
  await import('@framesieve/scorer');
  await import('@framesieve/scorer/metric');
  const files = Object.keys(createRequire(import.meta.url).cache);
  console.log(files.filter(file => /onnxruntime|protobuf/.test(file)).length);
`;

it('loads neither the runtime nor what reads models before they are needed', async () => {
  const args = ['--conditions=@framesieve/source', '--input-type=module', '--eval', script];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: import.meta.dirname });
  expect(stdout).toBe('0\n');
});
