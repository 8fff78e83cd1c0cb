// Makes a fresh clone ready, then runs a script:
//
//   node scripts/bootstrap.mjs [--quiet] [--then SCRIPT [-- ARGUMENTS...]]
//
// Plain JavaScript without dependencies, for any Node.js from 20 on with npm. It installs the locked dependencies, the
// pinned Node.js among them, with the pinned pnpm, unless that was done already for these very files. Nothing is built:
// scripts, tests and the command run from source by the export condition `@framesieve/source`; `dist` is made for
// packing only. What it has to say goes to standard error, so that a script's output stays its own.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { ended, forwardSignals } from './setup/child-process.mjs';
import { installDependencies } from './setup/install-dependencies.mjs';
import { isReady } from './setup/installed-state.mjs';
import { pinnedNode, root } from './setup/paths.mjs';
import { SetupError, say } from './setup/report.mjs';
import { withLock } from './setup/setup-lock.mjs';

main().catch(error => {
  say(error instanceof SetupError ? error.message : error.stack);
  process.exitCode = 1;
});

async function main() {
  const { quiet, script, args } = parseArguments(process.argv.slice(2));
  if (isReady()) {
    if (!quiet) say('Setup: dependencies are up to date.');
  } else {
    await withLock(async () => {
      if (!isReady()) await installDependencies();
    });
  }
  if (script) process.exitCode = await runScript(resolve(root, script), args);
}

function parseArguments(argv) {
  const own = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  const args = argv.slice(own.length + 1);
  const then = own.indexOf('--then');
  const known = own.filter(
    (argument, i) => argument === '--quiet' || i === then || (then >= 0 && i === then + 1),
  );
  if (known.length !== own.length || (then >= 0 && then === own.length - 1)) {
    throw new SetupError('Usage: node scripts/bootstrap.mjs [--quiet] [--then SCRIPT [-- ARGUMENTS...]]');
  }
  return { quiet: own.includes('--quiet'), script: then < 0 ? null : own[then + 1], args };
}

/** Runs a script with the pinned Node.js, in the folder that npm was called from, and returns its exit code. */
async function runScript(script, args) {
  const { PATH, INIT_CWD: folder = process.cwd() } = process.env;
  // The condition is for this process alone: what it starts may be installed packages, which come without it.
  const child = spawn(pinnedNode, ['--conditions=@framesieve/source', script, ...args], {
    cwd: folder,
    stdio: 'inherit',
    env: { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${PATH}` },
  });
  const stopForwarding = forwardSignals(child);
  const { code, signal, error } = await ended(child);
  stopForwarding();
  if (error) throw error;
  return signal ? 128 + constants.signals[signal] : code;
}
