/**
 * Ends its process while the runtime computes, with code 7: a program that is told to stop.
 *
 *     node exit-while-running.ts MILLISECONDS
 */
import { createOnnxScorer } from '../src/index.ts';
import { slowModel } from './models.ts';

const scorer = await createOnnxScorer({ model: slowModel() });
const picture = { width: 4, height: 4, data: new Uint8Array(48).fill(9) };
void scorer.scoreImages([picture]);
setTimeout(() => process.exit(7), Number(process.argv[2]));
