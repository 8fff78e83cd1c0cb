/**
 * The first TypeScript example of a README, if its first line marks it as one that the tests run (`// runs`).
 *
 * @returns its source, or `null`.
 */
export function firstExample(readme: string): string | null {
  const source = /```ts\n([\s\S]*?)```/.exec(readme)?.[1];
  return source?.startsWith('// runs') ? source : null;
}
