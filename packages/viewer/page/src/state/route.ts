import { signal } from '@preact/signals';

/** What the address says is shown: the list, or a frame of a decode. */
export interface Route {
  readonly decodeId: number | null;
  readonly ordinal: number | null;
}

function parse(hash: string): Route {
  const match = /^#(\d+)(?:\/(\d+))?$/.exec(hash);
  const number = (text: string | undefined) => (text === undefined ? null : Number(text));
  return { decodeId: number(match?.[1]), ordinal: number(match?.[2]) };
}

/** What is shown, as the address says. */
export const route = signal<Route>(parse(location.hash));

window.addEventListener('hashchange', () => {
  route.value = parse(location.hash);
});

/** Opens a decode, or the list: one can go back from there. */
export function open(decodeId: number | null): void {
  location.hash = decodeId === null ? '' : `#${decodeId}`;
  // The event comes later, and until then the wrong thing would be shown.
  route.value = parse(location.hash);
}

/** Notes which frame is shown, so that the address leads there; going back does not stop at each frame. */
export function noteFrame({ decodeId, ordinal }: Route): void {
  history.replaceState(null, '', ordinal === null ? `#${decodeId}` : `#${decodeId}/${ordinal}`);
  route.value = { decodeId, ordinal };
}
