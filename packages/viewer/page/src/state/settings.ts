import { signal } from '@preact/signals';

export type Theme = 'light' | 'dark';

const key = 'framesieve.theme';
const dark = matchMedia('(prefers-color-scheme: dark)');

function stored(): Theme | null {
  const value = localStorage.getItem(key);
  return value === 'light' || value === 'dark' ? value : null;
}

/** What the page looks like: what was chosen here, else what the system prefers. */
export const theme = signal<Theme>(stored() ?? (dark.matches ? 'dark' : 'light'));

dark.addEventListener('change', () => {
  if (stored() === null) theme.value = dark.matches ? 'dark' : 'light';
});

export function toggleTheme(): void {
  theme.value = theme.value === 'dark' ? 'light' : 'dark';
  localStorage.setItem(key, theme.value);
}
