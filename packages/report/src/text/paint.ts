/** What a character of a chart stands for. */
export type Ink = 'plain' | 'muted' | 'curve' | 'range' | 'pick' | 'rejected';

const codes: Readonly<Record<Ink, string | null>> = {
  plain: null,
  muted: '2',
  curve: '36',
  range: '2;36',
  pick: '1;32',
  rejected: '33',
};

/** A line of characters that is filled in from any side. */
export class Line {
  readonly #characters: string[];
  readonly #inks: Ink[];

  constructor(width: number) {
    this.#characters = new Array(width).fill(' ');
    this.#inks = new Array(width).fill('plain');
  }

  /** Whether `[start, end)` is within the line and nothing is written there. */
  isFree(start: number, end: number): boolean {
    if (start < 0 || end > this.#characters.length) return false;
    return this.#characters.slice(start, end).every(character => character === ' ');
  }

  /** Writes characters, each one column wide. What doesn't fit is left out. */
  write(start: number, text: string, ink: Ink): void {
    for (const [i, character] of [...text].entries()) {
      if (start + i < 0 || start + i >= this.#characters.length) continue;
      this.#characters[start + i] = character;
      this.#inks[start + i] = ink;
    }
  }

  /** The line as text, with colours or without, blanks at its end left out. */
  toText(color: boolean): string {
    let length = this.#characters.length;
    while (length > 0 && this.#characters[length - 1] === ' ') length -= 1;
    let text = '';
    let current: string | null = null;
    for (let i = 0; i < length; i++) {
      const code = color && this.#characters[i] !== ' ' ? codes[this.#inks[i]!] : null;
      if (code !== current)
        text += `${current === null ? '' : '\x1b[0m'}${code === null ? '' : `\x1b[${code}m`}`;
      text += this.#characters[i];
      current = code;
    }
    return current === null ? text : `${text}\x1b[0m`;
  }
}
