import type { ComponentChildren } from 'preact';

/** Words that are heard but not seen: the picture shows what they say. */
export function Hidden({ children }: { readonly children: ComponentChildren }) {
  return <span class="hidden">{children}</span>;
}
