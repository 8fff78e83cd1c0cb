import { signal } from '@preact/signals';

/** The two looks of the page. */
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

/** Changes to the other look, and keeps it. */
export function toggleTheme(): void {
  theme.value = theme.value === 'dark' ? 'light' : 'dark';
  localStorage.setItem(key, theme.value);
}

const signsKey = 'framesieve.signs';

/** Whether letters, digits and signs alone do something: who speaks to the machine may want to be without them. */
export const areSignsKeys = signal(localStorage.getItem(signsKey) !== 'off');

/** Switches such keys on or off, and keeps that. */
export function switchSigns(isOn: boolean): void {
  areSignsKeys.value = isOn;
  localStorage.setItem(signsKey, isOn ? 'on' : 'off');
}
