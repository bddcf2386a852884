import { useUi } from '../store/ui.ts';

/** The dialog that is up, if one is. */
export const Dialogs = () => {
  const dialog = useUi(state => state.dialog);
  return dialog === undefined ? null : null;
};
