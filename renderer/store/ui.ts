/** How this screen is arranged: which panel is open, light or dark, which dialog is up. Kept in the browser. */
import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import { soundSettings } from './ui-settings.ts';

export type BottomTab = 'data' | 'problems' | 'runs' | 'log';
export type Theme = 'system' | 'light' | 'dark';

/** A dialog that is up. Each part of the screen declares what it needs. */
export type Dialog =
  | { readonly dialog: 'palette' }
  | { readonly dialog: 'unsaved'; readonly next: () => void }
  /** The file was changed by someone else when it was about to be saved; `text` is what is there. */
  | { readonly dialog: 'overwrite'; readonly text: string }
  | { readonly dialog: 'parameters' }
  | { readonly dialog: 'run'; readonly to?: readonly string[]; readonly cache: boolean }
  | { readonly dialog: 'shortcuts' }
  | { readonly dialog: 'export'; readonly node?: string }
  | { readonly dialog: 'image' }
  /** A secret to be saved; its name is given to `use`, its value to nobody here. */
  | { readonly dialog: 'secret'; readonly name: string; readonly use: (name: string) => void }
  /** The screen beside another text: what is on disk, or another file. */
  | { readonly dialog: 'diff'; readonly name: string; readonly text: string };

type UiState = {
  readonly theme: Theme;
  readonly tab: BottomTab;
  readonly bottomOpen: boolean;
  readonly paletteOpen: boolean;
  readonly inspectorOpen: boolean;
  readonly dialog: Dialog | undefined;
  /** Something that just happened, said for a moment and to screen readers. */
  readonly notice: { readonly text: string; readonly tone: 'info' | 'error' } | undefined;
  setTheme(theme: Theme): void;
  showTab(tab: BottomTab): void;
  toggle(part: 'bottomOpen' | 'paletteOpen' | 'inspectorOpen'): void;
  show(dialog: Dialog | undefined): void;
  say(text: string, tone?: 'info' | 'error'): void;
};

export const useUi = create<UiState>()(
  persist(
    (set, get) => ({
      theme: 'system',
      tab: 'data',
      bottomOpen: true,
      paletteOpen: true,
      inspectorOpen: true,
      dialog: undefined,
      notice: undefined,
      setTheme: theme => set({ theme }),
      showTab: tab => set({ tab, bottomOpen: true }),
      toggle: part => set({ [part]: !get()[part] }),
      show: dialog => set({ dialog }),
      say: (text, tone = 'info') => set({ notice: { text, tone } }),
    }),
    {
      name: 'millrace.ui',
      storage: createJSONStorage(() => localStorage),
      partialize: ({ theme, tab, bottomOpen, paletteOpen, inspectorOpen }) => ({
        theme,
        tab,
        bottomOpen,
        paletteOpen,
        inspectorOpen,
      }),
      // What a browser kept may be anything; only what fits is taken.
      merge: (kept, now) => ({ ...now, ...soundSettings(kept) }),
    },
  ),
);
