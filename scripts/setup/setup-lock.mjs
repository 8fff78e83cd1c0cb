import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stateFolder } from './paths.mjs';
import { say } from './report.mjs';

const lockFile = join(stateFolder, 'setup.lock');

/** Runs `work` while no other setup of this clone does. */
export async function withLock(work) {
  mkdirSync(stateFolder, { recursive: true });
  const claim = join(stateFolder, `setup-${randomUUID()}.tmp`);
  writeFileSync(claim, String(process.pid));
  try {
    let waiting = false;
    while (!claimed(claim)) {
      const owner = lockOwner();
      if (owner === null) continue;
      if (!isAlive(owner)) {
        rmSync(lockFile, { force: true });
        continue;
      }
      if (!waiting) say(`Setup: waiting for another one to end (process ${owner}) …`);
      waiting = true;
      await new Promise(done => setTimeout(done, 200));
    }
  } finally {
    rmSync(claim, { force: true });
  }
  const release = () => rmSync(lockFile, { force: true });
  process.once('exit', release);
  try {
    await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

/** Takes the lock by a hard link, which appears with its content or not at all. */
function claimed(claim) {
  try {
    linkSync(claim, lockFile);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function lockOwner() {
  try {
    return Number(readFileSync(lockFile, 'utf8'));
  } catch {
    return null;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
