/** A failure that its message explains to a person. */
export class SetupError extends Error {}

/** Tells a person something, on standard error. */
export function say(text) {
  process.stderr.write(`${text}\n`);
}
