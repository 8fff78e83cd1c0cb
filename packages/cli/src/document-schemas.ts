import { z } from 'zod';
import { explainSchema } from './explain/explain-document.ts';
import { doctorSchema, pluginsSchema, probeSchema, reportSchema, scoresSchema } from './json-document.ts';
import { modelsSchema } from './models/models-document.ts';
import { verifySchema } from './verify/verify-document.ts';
import { viewSchema } from './view/view-document.ts';

/** JSON Schemas of all `--json` documents by file name; they are published in `framesieve/schema/`. */
export function documentSchemas(): Readonly<Record<string, object>> {
  return {
    'report.schema.json': z.toJSONSchema(reportSchema),
    'probe.schema.json': z.toJSONSchema(probeSchema),
    'explain.schema.json': z.toJSONSchema(explainSchema),
    'scores.schema.json': z.toJSONSchema(scoresSchema),
    'verify.schema.json': z.toJSONSchema(verifySchema),
    'view.schema.json': z.toJSONSchema(viewSchema),
    'plugins.schema.json': z.toJSONSchema(pluginsSchema),
    'doctor.schema.json': z.toJSONSchema(doctorSchema),
    'models.schema.json': z.toJSONSchema(modelsSchema),
  };
}
