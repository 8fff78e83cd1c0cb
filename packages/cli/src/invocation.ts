import type { SettingFlag } from './flags.ts';
import type { Verbosity } from './progress/reporter.ts';
import type { InterruptionNote } from './reported-error.ts';

/** One call of a command, parsed. */
export interface Invocation {
  readonly arguments: readonly string[];
  /** Values of flags under commander's names, e.g. `minGap`. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The settings that this command takes. */
  readonly settingFlags: readonly SettingFlag[];
  readonly json: boolean;
  readonly verbosity: Verbosity;
  readonly cwd: string;
  /** Aborts on SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
}

/** A flag that is no setting. */
interface CommandFlag {
  /** As commander takes it, e.g. `--frames <N,N,…>`. */
  readonly flags: string;
  readonly description: string;
  /** Whether it may be given several times; its values are a list then. */
  readonly isRepeatable?: true;
}

/** A command. Its module imports little: what it needs to run is imported by `run`. */
export interface CommandDefinition {
  /** Words, e.g. `plugins list`. */
  readonly name: string;
  readonly summary: string;
  /** e.g. `<input...>` or `<id> <file...>`; `null` for none. */
  readonly argument: string | null;
  /** What each of them is. */
  readonly argumentDescriptions?: readonly string[];
  /** Groups of settings that it takes, besides the common ones. */
  readonly groups: readonly SettingFlag['group'][];
  readonly flags: readonly CommandFlag[];
  /** What stays of it when it is interrupted; absent where scores are what stays. */
  readonly interrupted?: InterruptionNote;
  /** Does it, and returns the exit code. */
  run(invocation: Invocation): Promise<number>;
}
