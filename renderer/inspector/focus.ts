/** Which setting is to be looked at: asked for by the problems list, answered by the form once it is there. */
import { create } from 'zustand';

type Wanted = { readonly node: string; readonly param: string; readonly from?: number; readonly to?: number };

export const useFocus = create<{ readonly wanted: Wanted | undefined }>()(() => ({ wanted: undefined }));

export const focusSetting = (wanted: Wanted): void => useFocus.setState({ wanted });

/** The longest of the settings on the form that a problem's place lies in: `keys[0].column` lies in `keys[0]`. */
export const settingFor = (param: string, there: readonly string[]): string | undefined =>
  there
    .filter(name => param === name || (param.startsWith(name) && /^[.[]/.test(param.slice(name.length))))
    .sort((a, b) => b.length - a.length)[0];
