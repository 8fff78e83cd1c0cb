import { signal } from '@preact/signals';
import { RequestError } from '../api/client.ts';

/** Something that a person should know; it goes away by itself, unless it is a problem. */
export interface Notice {
  readonly id: number;
  readonly kind: 'done' | 'problem';
  readonly message: string;
  readonly hint: string | null;
}

const shownMs = 5000;
let lastId = 0;

/** What is shown now, the newest last. */
export const notices = signal<readonly Notice[]>([]);

/** Takes a notice away. */
export function dismiss(id: number): void {
  notices.value = notices.value.filter(notice => notice.id !== id);
}

/** Says that something was done; it goes by itself. */
export function tell(message: string): void {
  const id = add({ kind: 'done', message, hint: null });
  setTimeout(() => dismiss(id), shownMs);
}

/** Shows why something failed; the same is not shown twice. */
export function complain(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  if (notices.value.some(notice => notice.message === message)) return;
  add({ kind: 'problem', message, hint: error instanceof RequestError ? error.hint : null });
}

function add(notice: Omit<Notice, 'id'>): number {
  const id = ++lastId;
  notices.value = [...notices.value, { ...notice, id }];
  return id;
}
