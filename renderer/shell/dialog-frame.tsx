import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { IconButton } from '../ui/button.tsx';
import styles from './dialog.module.css';

type Props = {
  readonly title: string;
  readonly close: () => void;
  readonly wide?: boolean;
  readonly children: ReactNode;
  /** The buttons at the end; the one that goes on stands last. */
  readonly actions?: ReactNode;
};

/** A dialog of the page: Escape closes it, the focus stays in it and goes back where it was. */
export const DialogFrame = ({ title, close, wide = false, children, actions }: Props) => {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    const element = ref.current;
    if (element?.open === false) {
      element.showModal();
      // What the dialog is about has the focus, not the cross that puts it away.
      const wanted =
        element.querySelector<HTMLElement>('[data-first]') ??
        element.querySelector<HTMLElement>('input:not([type=checkbox]), select, textarea') ??
        element.querySelector<HTMLElement>('footer button:last-child');
      (wanted ?? element).focus();
    }
    return () => {
      if (element?.open === true) element.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      aria-label={title}
      className={styles.dialog}
      data-wide={wide}
      onKeyDown={event => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        close();
      }}
      onCancel={event => {
        event.preventDefault();
        close();
      }}
    >
      <header className={styles.head}>
        <h2>{title}</h2>
        <IconButton label="Close" icon={<X />} onClick={close} />
      </header>
      <div className={styles.content}>{children}</div>
      {actions === undefined ? null : <footer className={styles.actions}>{actions}</footer>}
    </dialog>
  );
};
