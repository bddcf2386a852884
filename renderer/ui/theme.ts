/** Light or dark: the system's choice unless the person made one. */
import { useEffect } from 'react';
import { useUi } from '../store/ui.ts';

const dark = window.matchMedia('(prefers-color-scheme: dark)');

export const useTheme = (): void => {
  const theme = useUi(state => state.theme);
  useEffect(() => {
    const apply = () => {
      document.documentElement.dataset.theme = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
    };
    apply();
    dark.addEventListener('change', apply);
    return () => dark.removeEventListener('change', apply);
  }, [theme]);
};
