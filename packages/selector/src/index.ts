export { createSelectStage, select } from './select.ts';
