import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { ended, forwardSignals, onLines } from './child-process.mjs';
import { markReady, stamp } from './installed-state.mjs';
import { pinnedNode, root, stateFolder } from './paths.mjs';
import { SetupError, say } from './report.mjs';

const logFile = join(stateFolder, 'setup.log');

// As Node.js, npm and pnpm put it, the most telling first.
const networkErrors = [
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENOTCACHED',
  'dns error',
  'fetch failed',
  'error sending request',
];

/** Installs the locked dependencies with the pinned pnpm. */
export async function installDependencies() {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const before = stamp();
  const start = Date.now();
  say(`Setup: installing the locked dependencies with ${packageManager.replace('@', ' ')} …`);
  writeFileSync(logFile, '');
  const args = ['--yes', packageManager, 'install', '--frozen-lockfile', '--reporter=append-only'];
  const child = spawn('npx', args, {
    cwd: root,
    env: installEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32', // npx is a batch file there
  });
  const stopForwarding = forwardSignals(child);
  const progress = createProgress();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', chunk => appendFileSync(logFile, chunk));
    onLines(stream, progress.line);
  }
  const { code, signal, error } = await ended(child);
  stopForwarding();
  progress.end();
  if (signal) process.exit(128 + constants.signals[signal]);
  if (code !== 0) throw new SetupError(explainFailure(packageManager, code, error));
  if (!existsSync(pinnedNode)) {
    throw new SetupError(`Setup failed: ${pinnedNode} was not installed. See ${logFile}.`);
  }
  markReady(before);
  say(`Setup: done in ${((Date.now() - start) / 1000).toFixed(1)} s.`);
}

/** The environment without what `npm run` adds for its scripts, which npx and pnpm would take for settings. */
function installEnvironment() {
  const added =
    /^npm_(package_|lifecycle_|command$|execpath$|node_execpath$|config_(local_prefix|global_prefix|prefix|node_gyp|nodedir|user_agent|init_module|npm_version)$)/i;
  const kept = Object.entries(process.env).filter(([name]) => !added.test(name));
  return {
    // Without a network this should end soon: the defaults wait for minutes.
    npm_config_fetch_retry_mintimeout: '1000',
    npm_config_fetch_retry_maxtimeout: '5000',
    pnpm_config_fetch_retries: '1',
    pnpm_config_fetch_retry_mintimeout: '1000',
    npm_config_update_notifier: 'false',
    ...Object.fromEntries(kept),
    // npx chose the pinned pnpm already; pnpm need not do so again.
    pnpm_config_pm_on_fail: 'ignore',
    CI: 'true', // never asks
  };
}

/** Shows how far it is: on one line of a terminal, now and then elsewhere. All other output is for the log. */
function createProgress() {
  const isTerminal = process.stderr.isTTY;
  let last = 0;
  let pending = '';
  let warned = false;
  const show = text => {
    last = Date.now();
    pending = '';
    if (isTerminal) process.stderr.write(`\r\x1b[2K${text}`);
    else say(text);
  };
  return {
    line(text) {
      if (text.startsWith('Progress: ')) {
        pending = `  ${text.slice('Progress: '.length)}`;
        if (isTerminal || Date.now() - last > 3000) show(pending);
      } else if (!warned && networkErrors.some(pattern => text.includes(pattern))) {
        warned = true;
        show('  the package registry does not answer, trying again …');
      }
    },
    end() {
      if (pending && !isTerminal) show(pending);
      if (isTerminal && last > 0) process.stderr.write('\n');
    },
  };
}

function explainFailure(packageManager, code, error) {
  if (error?.code === 'ENOENT') {
    return 'Setup failed: npx was not found. Install Node.js together with npm, and run this again.';
  }
  const log = readFileSync(logFile, 'utf8');
  // The end only: a request that failed and was repeated with success is no reason.
  const end = log.split('\n').slice(-30).join(' ').replace(/\s+/g, ' ');
  const network = networkErrors.find(pattern => end.includes(pattern));
  if (network) {
    return (
      `Setup failed: the package registry can't be reached (${network}). ` +
      'Connect to the internet, or set HTTPS_PROXY, and run this again; what was fetched already is kept. ' +
      `(The whole output is in ${logFile}.)`
    );
  }
  const shown = log.replace(/^.*Unsupported engine.*\n|^npm warn.*\n/gm, '');
  if (/FROZEN_LOCKFILE|OUTDATED_LOCKFILE/.test(log)) {
    return (
      `${shown}\nSetup failed: pnpm-lock.yaml doesn't fit the package.json files. ` +
      `Run \`npx ${packageManager} install\`, which brings it up to date.`
    );
  }
  return `${shown}\nSetup failed: pnpm ended with exit code ${code}; its output is above and in ${logFile}.`;
}
