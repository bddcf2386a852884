/** Light or dark: the system's choice unless the person made one. */
import { useEffect } from 'react';
import { create } from 'zustand';
import { host } from '../rpc/connect.ts';
import { useUi } from '../store/ui.ts';

const dark = window.matchMedia('(prefers-color-scheme: dark)');

/** What is shown now, for what is painted and not styled. */
export const useShownTheme = create<'light' | 'dark'>()(() => (dark.matches ? 'dark' : 'light'));

export const useTheme = (): void => {
  const theme = useUi(state => state.theme);
  useEffect(() => {
    const apply = () => {
      const shown = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
      document.documentElement.dataset.theme = shown;
      useShownTheme.setState(shown, true);
    };
    apply();
    // What is not drawn by the page follows it.
    host()
      .call('app.theme', { theme })
      .catch(() => {});
    dark.addEventListener('change', apply);
    return () => dark.removeEventListener('change', apply);
  }, [theme]);
};
