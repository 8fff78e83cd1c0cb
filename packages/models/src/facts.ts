export { type ModelFacts, readModelFacts } from './model-facts.ts';
export type { ModelInput } from './model-input.ts';
export { type CompleteModelMetadata, metadataKeys, parseModelMetadata } from './model-metadata.ts';
export { sizeProblem } from './size-problem.ts';
