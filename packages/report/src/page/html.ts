/** Text that is HTML already. Only {@link html} makes it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may be put into {@link html}: markup as it is, all else as text. */
export type Part = Markup | string | number | null | undefined | false | readonly Part[];

/**
 * A piece of HTML. Whatever is put in that is not markup itself is text, and can neither end an attribute in double quotes nor
 * begin an element; `null` and `false` are nothing.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.reduce((text, next, i) => text + markupOf(parts[i - 1] ?? null) + next));
}

/** Puts text that must not be changed into a piece of HTML: the page's own style. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

/** A share of 0 … 1 as an attribute's number of percent, short. */
export function percent(share: number): string {
  return `${Number((100 * share).toFixed(3))}%`;
}

/** A relative address of a file in the same folder, whatever it is called. */
export function fileAddress(name: string): string {
  return `./${encodeURIComponent(name.toWellFormed())}`;
}

function markupOf(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (part instanceof Markup) return part.text;
  if (Array.isArray(part)) return part.map(markupOf).join('');
  return escaped(String(part));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are not allowed in HTML.
      .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]/g, '\ufffd')
      .replaceAll(/[&<>"']/g, character => entities[character]!)
  );
}
