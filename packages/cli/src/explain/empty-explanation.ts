import type { ExplainDocument } from './explain-document.ts';

/** What stands in the document of a call that found nothing out, besides its error. */
export const emptyExplanation: Omit<ExplainDocument, 'version' | 'command' | 'error' | 'warnings'> = {
  path: null,
  selection: null,
  frame: null,
  metrics: [],
  rank: null,
  isFluke: null,
  facts: [],
  transition: null,
  shot: null,
  stretch: null,
  verdict: null,
  sentences: [],
};
