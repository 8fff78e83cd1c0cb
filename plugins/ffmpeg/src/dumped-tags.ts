/** Whose tags are being printed: the file's own, those of a video stream by its index, or ones that are not wanted. */
type TagOwner = 'file' | number | null;

/** Reads tags from what ffmpeg prints of a file, message by message: `Metadata:`, and then one tag a line. */
export class DumpedTags {
  readonly #tags = new Map<string, string>();
  #owner: TagOwner = null;
  /** Spaces before the names of the tags that are being printed; `null` outside of them. */
  #indent: number | null = null;
  #last: string | null = null;

  /** Says whose tags the next ones are. */
  begin(owner: TagOwner): void {
    this.#owner = owner;
    this.#indent = null;
  }

  /** Takes a message, and says whether it was a tag. */
  add(message: string): boolean {
    const heading = /^( *)Metadata:$/.exec(message);
    if (heading && this.#indent === null) {
      this.#indent = heading[1]!.length + 2;
      return false;
    }
    const indent = this.#indent;
    const isInside = indent !== null && message.length > indent && message.slice(0, indent).trim() === '';
    const [, name, value] = (isInside && /^(\S.*?|) *: (.*)$/.exec(message.slice(indent))) || [];
    if (name === undefined || value === undefined) {
      this.#indent = null;
      return false;
    }
    this.#keep(name, value);
    return true;
  }

  /** All tags so far, those of streams under `<index>:<name>`. */
  result(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#tags);
  }

  /** A value of several lines has the name before the first alone. */
  #keep(name: string, value: string): void {
    if (this.#owner === null) return;
    if (name === '') {
      if (this.#last !== null) this.#tags.set(this.#last, `${this.#tags.get(this.#last)}\n${value}`);
      return;
    }
    this.#last = this.#owner === 'file' ? name : `${this.#owner}:${name}`;
    this.#tags.set(this.#last, value);
  }
}
