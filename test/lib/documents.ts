import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '@framesieve/scripts/workspace';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { SieveReport } from 'framesieve';
import { expect } from 'vitest';
import { runCommand } from './command.ts';

/** Runs a command with `--json`, and checks its exit code and its document. */
export async function runForDocument(
  args: readonly string[],
  cwd: string,
  exitCode = 0,
): Promise<SieveReport> {
  const result = await runCommand([...args, '--json'], { cwd });
  expect(result.exitCode, result.stderr).toBe(exitCode);
  const document = JSON.parse(result.stdout);
  expectValid('report', document);
  return document;
}

/** The document is what the published schema says. */
export function expectValid(name: string, value: unknown): void {
  const file = join(root, 'packages', 'cli', 'schema', `${name}.schema.json`);
  const validate = new Ajv2020({ strict: true }).compile(JSON.parse(readFileSync(file, 'utf8')));
  expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
}
