import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** One package of the workspace. */
export interface WorkspacePackage {
  readonly name: string;
  readonly version: string;
  /** Whether it is published. */
  readonly isPublic: boolean;
  /** Absolute path of its folder. */
  readonly folder: string;
}

/** The packages under `packages/` and `plugins/`. */
export function workspacePackages(): readonly WorkspacePackage[] {
  return ['packages', 'plugins'].flatMap(parent =>
    readdirSync(join(root, parent), { withFileTypes: true })
      .filter(entry => entry.isDirectory())
      .map(entry => {
        const folder = join(root, parent, entry.name);
        const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
        return {
          name: manifest.name,
          version: manifest.version,
          isPublic: manifest.private !== true,
          folder,
        };
      }),
  );
}

/** Runs a command to its end. Its output is shown when it fails; with `show`, while it runs. */
export async function run(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly show?: boolean; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<string> {
  const child = spawn(command, args, {
    cwd: options.cwd ?? root,
    stdio: options.show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
    shell: process.platform === 'win32',
  });
  let output = '';
  child.stdout?.on('data', chunk => {
    output += chunk;
  });
  child.stderr?.on('data', chunk => {
    output += chunk;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} failed with exit code ${code}.\n${output}`);
  return output;
}

/** Runs the pinned pnpm, which need not be installed. */
export function pnpm(args: readonly string[], options: Parameters<typeof run>[2] = {}): Promise<string> {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return run('npx', ['--yes', packageManager, ...args], options);
}
