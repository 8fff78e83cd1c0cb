/** Loaded with `--import`: when the process ends, it writes what it took to the file that `METER_FILE` names. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/** What a process took from its start to its end. */
export interface MeterReading {
  /** Most memory that it held. */
  readonly peakBytes: number;
  /** Time of all cores, user and system. */
  readonly coreSeconds: number;
}

const file = process.env.METER_FILE;
if (file && isMainThread) {
  process.once('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const coreSeconds = (userCPUTime + systemCPUTime) / 1e6;
    const reading: MeterReading = { peakBytes: highWaterBytes() ?? maxRSS * 1024, coreSeconds };
    writeFileSync(file, JSON.stringify(reading));
  });
}

/** What Linux says of this program alone: `maxRSS` there counts in the process that started it. */
function highWaterBytes(): number | null {
  const status = '/proc/self/status';
  if (!existsSync(status)) return null;
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(status, 'utf8')) ?? [];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}
