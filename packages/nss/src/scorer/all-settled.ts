/** The values of promises, once all have settled; where one has failed, the first error in order is thrown then, and not before. */
export async function allSettled<Value>(promises: readonly Promise<Value>[]): Promise<readonly Value[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
