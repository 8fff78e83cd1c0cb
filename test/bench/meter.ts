/** Loaded with `--import`: when the process ends, it writes what it took to the file that `METER_FILE` names. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { median } from './statistics.ts';

/** What a process took from its start to its end. */
export interface MeterReading {
  /** Most memory that it held. */
  readonly peakBytes: number;
  /** Memory that it held for most of the time: the median of what was read at even intervals. */
  readonly plateauBytes: number;
  /** Time of all cores, user and system. */
  readonly coreSeconds: number;
}

const file = process.env.METER_FILE;
const intervalMs = 100;
if (file && isMainThread) {
  const held: number[] = [];
  setInterval(() => held.push(process.memoryUsage.rss()), intervalMs).unref();
  process.once('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const coreSeconds = (userCPUTime + systemCPUTime) / 1e6;
    const peakBytes = highWaterBytes() ?? maxRSS * 1024;
    const plateauBytes = held.length > 0 ? median(held) : peakBytes;
    writeFileSync(file, JSON.stringify({ peakBytes, plateauBytes, coreSeconds } satisfies MeterReading));
  });
}

/** What Linux says of this program alone: `maxRSS` there counts in the process that started it. */
function highWaterBytes(): number | null {
  const status = '/proc/self/status';
  if (!existsSync(status)) return null;
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(status, 'utf8')) ?? [];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}
