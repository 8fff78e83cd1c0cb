import { BadFile } from './bad-file.ts';

/** What a literal of Python says: tuples and lists are arrays, dicts are maps. */
export type Literal = string | number | boolean | null | readonly Literal[] | LiteralDict;

interface LiteralDict extends ReadonlyMap<string, Literal> {}

const depthLimit = 16;
const words: ReadonlyMap<string, Literal> = new Map<string, Literal>([
  ['True', true],
  ['False', false],
  ['None', null],
]);

/**
 * Reads a literal of Python as heads of .npy files have them: strings without escapes, whole numbers, `True`,
 * `False`, `None`, tuples, lists, and dicts with strings as keys. Nothing is evaluated.
 *
 * @throws BadFile when the text is anything else.
 */
export function parseLiteral(text: string): Literal {
  const parser = new Parser(text);
  const value = parser.value(0);
  parser.end();
  return value;
}

class Parser {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(text: string) {
    // A token is a string, a word or number, or a single other character.
    this.#tokens = text.match(/'[^'\\\n]*'|"[^"\\\n]*"|[\w.+-]+|[^\s]/g) ?? [];
  }

  value(depth: number): Literal {
    if (depth > depthLimit) throw bad();
    const token = this.#next();
    if (token === '(') return this.#items(')', depth);
    if (token === '[') return this.#items(']', depth);
    if (token === '{') return this.#dict(depth);
    if (/^(['"]).*\1$/.test(token) && token.length > 1) return token.slice(1, -1);
    const word = words.get(token);
    if (word !== undefined) return word;
    // Python 2 put an L behind long numbers.
    if (!/^-?\d+L?$/.test(token)) throw bad();
    return Number.parseInt(token, 10);
  }

  end(): void {
    if (this.#at !== this.#tokens.length) throw bad();
  }

  #items(close: string, depth: number): Literal[] {
    const items: Literal[] = [];
    while (!this.#skip(close)) {
      if (items.length > 0) this.#expect(',');
      if (items.length > 0 && this.#skip(close)) break;
      items.push(this.value(depth + 1));
    }
    return items;
  }

  #dict(depth: number): LiteralDict {
    const dict = new Map<string, Literal>();
    while (!this.#skip('}')) {
      if (dict.size > 0) this.#expect(',');
      if (dict.size > 0 && this.#skip('}')) break;
      const key = this.value(depth + 1);
      if (typeof key !== 'string' || dict.has(key)) throw bad();
      this.#expect(':');
      dict.set(key, this.value(depth + 1));
    }
    return dict;
  }

  #next(): string {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw bad();
    return token;
  }

  #skip(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }

  #expect(token: string): void {
    if (!this.#skip(token)) throw bad();
  }
}

function bad(): BadFile {
  return new BadFile('has a head that is not a literal of Python');
}
