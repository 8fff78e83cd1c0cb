/**
 * Writes models/niqe-framesieve.onnx anew from its own parameters and provenance, after the graph or its metadata has changed:
 *   node --conditions=@framesieve/source plugins/niqe/scripts/rebuild-model.ts
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { readModelMetadata } from '@framesieve/models';
import { buildNiqeModel } from '../src/niqe-model.ts';
import { readParameters } from '../src/read-parameters.ts';

const file = new URL('../models/niqe-framesieve.onnx', import.meta.url);
const old = await readFile(file);
const { metric, source, licence, provenance } = readModelMetadata(old);
const model = buildNiqeModel(readParameters(old), { metric, source, licence, provenance });
await writeFile(file, model);
console.log(createHash('sha256').update(model).digest('hex'));
