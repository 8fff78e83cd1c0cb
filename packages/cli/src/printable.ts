// A line break in a file's name is harmless, and a tab too.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not reach a terminal.
const commands = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** A text that a terminal only shows: file names and messages of libraries may hold characters that command it. */
export function printable(text: string): string {
  return text.replace(commands, character => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
