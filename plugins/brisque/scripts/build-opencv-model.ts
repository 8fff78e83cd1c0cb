/**
 * Turns OpenCV's BRISQUE model into `models/brisque-opencv.onnx`.
 *
 *     node --conditions=@framesieve/source plugins/brisque/scripts/build-opencv-model.ts [FOLDER]
 *
 * FOLDER holds `brisque_model_live.yml` and `brisque_range_live.yml`, by default where Debian's package opencv-data puts them.
 * The same files give the same bytes.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildOpencvModel, debianFolder } from './opencv-model.ts';

const folder = process.argv[2] ?? debianFolder;
const target = join(import.meta.dirname, '..', 'models', 'brisque-opencv.onnx');
const model = await buildOpencvModel(folder);
await writeFile(target, model);
console.log(`${target}: ${model.length} bytes`);
