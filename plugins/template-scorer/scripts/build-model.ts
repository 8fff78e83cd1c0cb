/** Writes `models/laplacian.onnx`: `node scripts/build-model.ts`, in a clone with `--conditions=@framesieve/source`. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildLaplacianModel } from './laplacian-model.ts';

const target = join(import.meta.dirname, '..', 'models', 'laplacian.onnx');
const model = buildLaplacianModel();
await writeFile(target, model);
console.log(`${target}: ${model.length} bytes`);
