import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

/** Who writes to a run. */
export interface Owner {
  readonly host: string;
  readonly pid: number;
  /** Tells apart two ledgers of one process, and two processes that got the same pid. */
  readonly token: string;
}

/** How often an owner shows that it lives. */
export const heartbeatIntervalMs = 5_000;

/** An owner that has not shown itself for so long is dead. */
const heartbeatTimeoutMs = 60_000;

/** When this process started: a container that is started again gives its program the same pid. */
const processStart = `${process.pid}@${Math.round(performance.timeOrigin)}`;

/** This process, as the owner of a ledger. */
export function newOwner(): Owner {
  return { host: hostname(), pid: process.pid, token: `${processStart}/${randomUUID()}` };
}

/**
 * Whether the owner of a run is at work: its heartbeat is fresh and, on this host, its process is there, and is not this
 * one under a pid that was another's before.
 */
export function isAlive(owner: Owner, heartbeatMs: number, nowMs: number): boolean {
  if (nowMs - heartbeatMs > heartbeatTimeoutMs) return false;
  if (owner.host !== hostname()) return true;
  if (owner.pid === process.pid) return owner.token.startsWith(`${processStart}/`);
  return processExists(owner.pid);
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It exists, but it is somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
