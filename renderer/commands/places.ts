/** What stands under a key press. */
const textField =
  'input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable=true]';

/** Whether keys at this place write text. */
export const writesText = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(textField) !== null;

/** Menus and dialogs hear their own keys. */
export const inOverlay = (target: EventTarget | null): boolean =>
  document.querySelector('dialog[open]') !== null ||
  (target instanceof Element && target.closest('[role=menu], [role=listbox], [role=menubar]') !== null);
