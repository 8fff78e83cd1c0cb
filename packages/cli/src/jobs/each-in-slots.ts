/**
 * Does something with each item, in order, on up to `slots` of them at the same time.
 *
 * @param action gets the number of its slot, 0 … slots − 1; no two that run at the same time have the same.
 * @throws what the first action threw that failed, once all that were running have ended; none is begun after it.
 */
export async function eachInSlots<Item>(
  items: readonly Item[],
  slots: number,
  action: (item: Item, index: number, slot: number) => Promise<void>,
): Promise<void> {
  const waiting = items.entries();
  let failure: { readonly error: unknown } | null = null;
  const work = async (slot: number) => {
    for (const [index, item] of waiting) {
      if (failure) return;
      try {
        await action(item, index, slot);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(slots, items.length) }, (_, slot) => work(slot)));
  if (failure) throw (failure as { readonly error: unknown }).error;
}
