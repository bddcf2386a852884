/** What pops up over the canvas, one at a time. */
import type { Popup } from './canvas-store.ts';
import { useCanvas } from './canvas-store.ts';
import { AddPopup } from './popup-add.tsx';
import { ConnectPopup, DisconnectPopup, GoPopup } from './popup-connect.tsx';
import { PastePopup } from './popup-paste.tsx';
import { NotePopup, RenamePopup } from './popup-rename.tsx';
import { TablesPopup } from './popup-tables.tsx';

const shown = (popup: Popup) => {
  switch (popup.popup) {
    case 'add':
      return <AddPopup {...popup} />;
    case 'connect':
      return <ConnectPopup node={popup.node} />;
    case 'disconnect':
      return <DisconnectPopup node={popup.node} />;
    case 'go':
      return <GoPopup />;
    case 'rename':
      return <RenamePopup id={popup.id} />;
    case 'note':
      return <NotePopup id={popup.id} />;
    case 'tables':
      return <TablesPopup {...popup} />;
    case 'paste':
      return <PastePopup text={popup.text} at={popup.at} />;
  }
};

export const Popups = () => {
  const popup = useCanvas(state => state.popup);
  return popup === undefined ? null : shown(popup);
};
