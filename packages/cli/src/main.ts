/**
 * Runs the command. It imports nothing before it knows what is asked for, so that `--version` answers at once.
 *
 * @param args the arguments behind the command's name. The outcome is in `process.exitCode`.
 */
export async function main(args: readonly string[]): Promise<void> {
  if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
    const { ownVersion } = await import('./own-version.ts');
    process.stdout.write(`${ownVersion()}\n`);
    return;
  }
  const [{ lendCore }, { quickenResolution }] = await Promise.all([
    import('./lend-core.ts'),
    import('./quick-resolution.ts'),
  ]);
  // What comes last is asked first.
  lendCore();
  quickenResolution();
  const { runProgram } = await import('./program.ts');
  process.exitCode = await runProgram(args);
}
