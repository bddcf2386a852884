import { CommandDialogs } from '../commands/command-dialogs.tsx';

/** The dialog that is up, if one is. */
export const Dialogs = () => <CommandDialogs />;
