import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import { manifestSchema } from '../src/manifest-schema.ts';

const target = new URL('../manifest.schema.json', import.meta.url);
writeFileSync(target, `${JSON.stringify(z.toJSONSchema(manifestSchema), null, 2)}\n`);
