/** Loaded with `--import`: when the process ends, it writes the most memory that it held, in bytes, to `PEAK_MEMORY_FILE`. */
import { writeFileSync } from 'node:fs';

const file = process.env.PEAK_MEMORY_FILE;
if (file) process.once('exit', () => writeFileSync(file, String(process.resourceUsage().maxRSS * 1024)));
