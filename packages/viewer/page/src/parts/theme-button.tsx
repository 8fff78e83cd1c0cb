import { theme, toggleTheme } from '../state/settings.ts';
import { Icon } from './icon.tsx';

/** Changes between light and dark. */
export function ThemeButton() {
  const isDark = theme.value === 'dark';
  return (
    <button
      type="button"
      class="tool"
      title="Light or dark (T)"
      aria-label={isDark ? 'Light' : 'Dark'}
      onClick={toggleTheme}
    >
      <Icon name={isDark ? 'sun' : 'moon'} />
    </button>
  );
}
