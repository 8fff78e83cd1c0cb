import { z } from 'zod';
import { doctorSchema, pluginsSchema, probeSchema, reportSchema, scoresSchema } from './json-document.ts';
import { modelsSchema } from './models/models-document.ts';

/** JSON Schemas of all `--json` documents by file name; they are published in `framesieve/schema/`. */
export function documentSchemas(): Readonly<Record<string, object>> {
  return {
    'report.schema.json': z.toJSONSchema(reportSchema),
    'probe.schema.json': z.toJSONSchema(probeSchema),
    'scores.schema.json': z.toJSONSchema(scoresSchema),
    'plugins.schema.json': z.toJSONSchema(pluginsSchema),
    'doctor.schema.json': z.toJSONSchema(doctorSchema),
    'models.schema.json': z.toJSONSchema(modelsSchema),
  };
}
