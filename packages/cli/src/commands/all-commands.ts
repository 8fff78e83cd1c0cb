import type { CommandDefinition } from '../invocation.ts';
import { doctor } from './doctor.ts';
import { explain } from './explain.ts';
import { exportStills } from './export.ts';
import { modelsFit } from './models-fit.ts';
import { modelsImport } from './models-import.ts';
import { modelsInfo } from './models-info.ts';
import { modelsList } from './models-list.ts';
import { modelsPull } from './models-pull.ts';
import { modelsVerify } from './models-verify.ts';
import { pluginsList } from './plugins-list.ts';
import { probe } from './probe.ts';
import { run } from './run.ts';
import { score } from './score.ts';
import { scores } from './scores.ts';
import { select } from './select.ts';
import { verify } from './verify.ts';
import { view } from './view.ts';

/** Every command, in the order of the help. */
export const allCommands: readonly CommandDefinition[] = [
  run,
  score,
  select,
  exportStills,
  explain,
  view,
  scores,
  verify,
  probe,
  modelsList,
  modelsInfo,
  modelsPull,
  modelsImport,
  modelsFit,
  modelsVerify,
  pluginsList,
  doctor,
];
