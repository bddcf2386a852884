import { Tooltip } from 'radix-ui';
import type { ButtonHTMLAttributes, ReactNode } from 'react';
import styles from './button.module.css';

type Props = ButtonHTMLAttributes<HTMLButtonElement> & {
  readonly look?: 'plain' | 'quiet' | 'primary' | 'danger';
  readonly icon?: ReactNode;
};

export const Button = ({ look = 'plain', icon, children, className, ...rest }: Props) => (
  <button
    type="button"
    className={[styles.button, styles[look], className].filter(Boolean).join(' ')}
    {...rest}
  >
    {icon}
    {children}
  </button>
);

type IconProps = Omit<Props, 'children'> & {
  /** What it does, for people who see it and people who hear it. */
  readonly label: string;
  readonly shortcut?: string;
};

/** A button that is only an icon: its name is its tooltip. */
export const IconButton = ({ label, shortcut, icon, look = 'quiet', className, ...rest }: IconProps) => (
  <Tooltip.Root delayDuration={400}>
    <Tooltip.Trigger asChild>
      <button
        type="button"
        aria-label={label}
        className={[styles.button, styles.square, styles[look], className].filter(Boolean).join(' ')}
        {...rest}
      >
        {icon}
      </button>
    </Tooltip.Trigger>
    <Tooltip.Portal>
      <Tooltip.Content className={styles.tip} sideOffset={6}>
        {label}
        {shortcut === undefined ? null : <kbd className={styles.keys}>{shortcut}</kbd>}
      </Tooltip.Content>
    </Tooltip.Portal>
  </Tooltip.Root>
);
