/** How {@link lookAhead} works. */
export interface LookAheadOptions<Item> {
  /** Items that may be prepared while one is being used. */
  readonly depth: number;
  /** Makes the source give up what it waits for; called when no more is wanted. */
  leave(): void;
  /** Frees an item that was prepared and nobody took. */
  discard(item: Item): Promise<void>;
}

/**
 * Yields the items of a generator in order, and has it work ahead meanwhile. What goes wrong ahead is thrown when its turn
 * comes. Leaving ends the generator and frees what was prepared.
 */
export async function* lookAhead<Item>(
  source: AsyncGenerator<Item, void, undefined>,
  { depth, leave, discard }: LookAheadOptions<Item>,
): AsyncGenerator<Item, void, undefined> {
  const ahead: Promise<IteratorResult<Item, void>>[] = [];
  try {
    for (;;) {
      while (ahead.length <= depth) {
        // A generator answers its requests one after another, whoever waits for them.
        const next = source.next();
        next.catch(() => {});
        ahead.push(next);
      }
      const result = await ahead.shift()!;
      if (result.done) return;
      yield result.value;
    }
  } finally {
    leave();
    for (const outcome of await Promise.allSettled(ahead)) {
      if (outcome.status === 'fulfilled' && !outcome.value.done) await discard(outcome.value.value);
    }
    await source.return();
  }
}
