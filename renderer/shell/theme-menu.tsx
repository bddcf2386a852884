import { Moon, Sun, SunMoon } from 'lucide-react';
import { type Theme, useUi } from '../store/ui.ts';
import { Button } from '../ui/button.tsx';
import { Menu } from './menu.tsx';

const names: Readonly<Record<Theme, string>> = { system: 'As the system', light: 'Light', dark: 'Dark' };
const icons = { system: <SunMoon />, light: <Sun />, dark: <Moon /> } as const;

export const ThemeMenu = () => {
  const theme = useUi(state => state.theme);
  return (
    <Menu
      align="end"
      trigger={<Button look="quiet" icon={icons[theme]} aria-label="Light or dark" />}
      items={() =>
        (['system', 'light', 'dark'] as const).map(choice => ({
          text: names[choice],
          checked: choice === theme,
          run: () => useUi.getState().setTheme(choice),
        }))
      }
    />
  );
};
