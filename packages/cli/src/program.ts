import { FrameSieveError } from '@framesieve/core';
import { type ConfigKey, configKeys } from '@framesieve/core/config';
import { Command, CommanderError, Option } from 'commander';
import { allCommands } from './commands/all-commands.ts';
import { emptyExplanation } from './explain/empty-explanation.ts';
import { environmentName, type SettingFlag, settingFlags } from './flags.ts';
import { helpText } from './help-text.ts';
import { listenForInterrupts } from './interrupts.ts';
import type { CommandDefinition } from './invocation.ts';
import { printDocument, printError } from './output.ts';
import { ownVersion } from './own-version.ts';
import type { Verbosity } from './progress/reporter.ts';
import { exitCodeOfError, interruption, reportedError } from './reported-error.ts';
import { emptyVerification } from './verify/empty-verification.ts';

/** Runs the command line. Never throws; returns the exit code. */
export async function runProgram(args: readonly string[]): Promise<number> {
  const verbosity = verbosityOf(args);
  endQuietlyWithoutReader();
  reportCrashes(verbosity);
  const state: { exitCode: number; definition: CommandDefinition | null } = { exitCode: 0, definition: null };
  const interrupts = listenForInterrupts(() =>
    interruption(!args.includes('--no-resume'), state.definition?.interrupted),
  );
  try {
    const program = createProgram(args, async (definition, values, inputs) => {
      state.definition = definition;
      state.exitCode = await definition.run({
        arguments: inputs,
        values,
        settingFlags: flagsOf(definition),
        json: values.json === true,
        verbosity,
        cwd: process.cwd(),
        signal: interrupts.signal,
      });
    });
    await program.parseAsync(args, { from: 'user' });
    return state.exitCode;
  } catch (error) {
    const failure = error instanceof CommanderError ? usageError(error, args) : error;
    if (failure === null) return 0;
    if (args.includes('--json'))
      printDocument(failureDocument(state.definition?.name ?? commandIn(args), failure));
    printError(failure, verbosity);
    return exitCodeOfError(reportedError(failure));
  } finally {
    interrupts.close();
  }
}

type Action = (
  definition: CommandDefinition,
  values: Record<string, unknown>,
  inputs: readonly string[],
) => Promise<void>;

/**
 * Makes the command line's parser, from the commands and the config's schema: the flags of the command that the arguments
 * name, if they do, and their descriptions if help is asked for.
 */
function createProgram(args: readonly string[], action: Action): Command {
  const named = commandIn(args);
  const keys = asksForHelp(args) ? new Map(configKeys().map(key => [key.path, key])) : null;
  const program = new Command('framesieve')
    .description('Score every frame of a video, keep only the good ones.')
    .version(ownVersion(), '-V, --version')
    .exitOverride()
    .configureOutput({ writeErr: () => {}, outputError: () => {} })
    .showHelpAfterError(false)
    .addHelpText('after', '\nExit codes: 0 done, 1 failed, 2 wrong usage, 3 partly done, 130 interrupted.');
  for (const definition of allCommands) {
    const command = addCommand(program, definition, action);
    if (named === null || named === definition.name) addFlags(command, definition, keys);
  }
  return program;
}

/** The settings that a command takes as flags. */
function flagsOf({ groups }: CommandDefinition): readonly SettingFlag[] {
  return settingFlags.filter(flag => groups.includes(flag.group));
}

function addCommand(program: Command, definition: CommandDefinition, action: Action): Command {
  const words = definition.name.split(' ');
  const parent = words.slice(0, -1).reduce((above, word) => groupNamed(above, word), program);
  const command = parent.command(words.at(-1)!).description(definition.summary).showHelpAfterError(false);
  for (const [index, argument] of (definition.argument?.split(' ') ?? []).entries())
    command.argument(argument, definition.argumentDescriptions?.[index]);
  return command.action(() => action(definition, command.opts(), command.args));
}

function addFlags(
  command: Command,
  definition: CommandDefinition,
  keys: ReadonlyMap<string, ConfigKey> | null,
): void {
  for (const flag of flagsOf(definition)) addSetting(command, flag, keys?.get(flag.key));
  for (const { flags, description, isRepeatable } of definition.flags) {
    if (isRepeatable) command.option(flags, description, collect);
    else command.option(flags, description);
  }
  command
    .option('--config <FILE>', 'Config file; by default `framesieve.config.*` here or in a folder above.')
    .option('--json', 'Write one JSON document to stdout, and nothing else.')
    .option('--quiet', 'Say nothing but what went wrong.')
    .option('--verbose', 'Say everything, with stack traces of errors.');
}

function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

function groupNamed(parent: Command, word: string): Command {
  return (
    parent.commands.find(command => command.name() === word) ??
    parent.command(word).description(`Commands about ${word}.`)
  );
}

/** Headings over the flags of a group; the others stand above and below them. */
const headings: Partial<Record<SettingFlag['group'], string>> = {
  stream: 'Decoding and models:',
  decode: 'Decoding and models:',
  analyze: 'Decoding and models:',
  refine: 'Frames to score:',
  candidates: 'Frames to score:',
  sample: 'Frames to score:',
  select: 'Frames to pick:',
  corrections: 'Frames to pick:',
  export: 'Stills:',
};

/** @param described the setting's key in the config, where descriptions will be shown. */
function addSetting(command: Command, setting: SettingFlag, described: ConfigKey | undefined): void {
  const { flag, argument, negatable, group } = setting;
  const add = (flags: string, does: string) =>
    command.addOption(new Option(flags, does).helpGroup(headings[group] ?? 'Options:'));
  add(argument === null ? `--${flag}` : `--${flag} <${argument}>`, described ? does(setting, described) : '');
  if (negatable)
    add(`--no-${flag}`, argument === null ? `Switches --${flag} off.` : `The same as --${flag} false.`);
}

function does({ key, flag }: SettingFlag, { description, defaultValue }: ConfigKey): string {
  const isDefaultKnown = defaultValue !== null && defaultValue !== false && typeof defaultValue !== 'object';
  const details = [isDefaultKnown ? `default: ${defaultValue}` : null, `env: ${environmentName(flag)}`];
  return `${helpText(description, key, settingFlags)} (${details.filter(Boolean).join(', ')})`;
}

/** Whether the arguments may be understood as asking for help: `--help`, `help`, or `-h` among short options. */
function asksForHelp(args: readonly string[]): boolean {
  return args.some(arg => arg === 'help' || arg === '--help' || /^-[a-z]*h/i.test(arg));
}

/** What commander refuses, as one of our errors; `null` for help and version, which are no errors. */
function usageError(error: CommanderError, args: readonly string[]): FrameSieveError | null {
  if (error.exitCode === 0) return null;
  const isHelp = error.code === 'commander.help' || error.code === 'commander.helpDisplayed';
  // Before the command is known, its own options are unknown too.
  if (isHelp || (error.code === 'commander.unknownOption' && nothingNamed(args))) {
    return new FrameSieveError({
      code: 'usage',
      message: 'No command was given.',
      hint: `Give one of: ${allCommands.map(({ name }) => name).join(', ')}; framesieve --help describes them.`,
    });
  }
  const [message = '', ...rest] = error.message.replace(/^error: /, '').split('\n');
  const guess = rest.join(' ').replace(/^\((.*)\)$/, '$1');
  const dashed = args.find(arg => /^-[^-].*\.\w+$/.test(arg));
  const fileHint =
    error.code === 'commander.unknownOption' && dashed && `If it is a file, write ./${dashed}.`;
  return new FrameSieveError({
    code: 'usage',
    message: `${message.charAt(0).toUpperCase()}${message.slice(1).replace(/\.$/, '')}.`,
    hint:
      guess || fileHint || 'framesieve --help lists the commands, framesieve <command> --help their flags.',
  });
}

/** Whether the arguments name no command: none, or only the beginning of some. */
function nothingNamed(args: readonly string[]): boolean {
  const words = args.filter(arg => !arg.startsWith('-')).join(' ');
  return words === '' || allCommands.some(({ name }) => name.startsWith(`${words} `));
}

function failureDocument(command: string | null, error: unknown): object {
  const common = { version: 1, command, error: reportedError(error), warnings: [] };
  if (command === 'plugins list') return { ...common, plugins: [], decoders: [], metrics: [] };
  if (command === 'doctor') return { ...common, checks: [] };
  if (command?.startsWith('models ')) return { ...common, folder: null, models: [] };
  if (command === 'scores') return { ...common, path: null, runs: [] };
  if (command === 'explain') return { ...common, ...emptyExplanation };
  if (command === 'view') return { ...common, url: null };
  if (command === 'verify') return { ...common, ...emptyVerification };
  return { ...common, videos: [] };
}

function commandIn(args: readonly string[]): string | null {
  const words = args.filter(arg => !arg.startsWith('-')).join(' ');
  return allCommands.find(({ name }) => words === name || words.startsWith(`${name} `))?.name ?? null;
}

function verbosityOf(args: readonly string[]): Verbosity {
  if (args.includes('--verbose')) return 'verbose';
  return args.includes('--quiet') ? 'quiet' : 'normal';
}

/** `framesieve scores … | head` is no error. */
function endQuietlyWithoutReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw new FrameSieveError({
      code: 'output-unwritable',
      message: `The results can't be written to stdout: ${error.message}.`,
      hint: 'Write them to a place that has room; what was scored is stored.',
      cause: error,
    });
  });
}

function reportCrashes(verbosity: Verbosity): void {
  process.once('uncaughtException', error => {
    printError(error, verbosity);
    process.exit(1);
  });
}
