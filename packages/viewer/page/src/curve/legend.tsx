import type { OwnReason } from '@framesieve/core';
import type { DecodeView } from '../state/view.ts';
import { reasonNames } from '../text/reasons.ts';

/** What the shades on the visible part of the curve stand for. */
export function Legend({ view }: { readonly view: DecodeView }) {
  const rejected = view.curve.value?.rejected ?? [];
  const range = view.range.value;
  const shown = new Set<OwnReason>();
  for (const { from, to, reason } of rejected)
    if (range && to > range.from && from < range.to) shown.add(reason);
  if (shown.size === 0) return null;
  return (
    <ul class="legend">
      {[...shown].map(reason => (
        <li key={reason}>
          <span class={`swatch ${reason}`} />
          {reasonNames[reason]}
        </li>
      ))}
    </ul>
  );
}
