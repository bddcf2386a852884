import { Check } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import styles from './menu.module.css';

export type MenuItem =
  | 'line'
  | {
      readonly text: string;
      readonly keys?: string;
      readonly disabled?: boolean;
      /** Whether it is the chosen one, in a menu of choices. */
      readonly checked?: boolean;
      readonly run: () => unknown;
    };

type Props = {
  readonly trigger: ReactNode;
  /** Asked when the menu opens, so that it shows what is possible then. */
  readonly items: () => readonly MenuItem[];
  readonly align?: 'start' | 'end';
};

const Items = ({ items }: Pick<Props, 'items'>) =>
  items().map((item, i) =>
    item === 'line' ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name
      <DropdownMenu.Separator key={i} className={styles.line ?? ''} />
    ) : (
      <DropdownMenu.Item
        key={item.text}
        className={styles.item ?? ''}
        disabled={item.disabled === true}
        onSelect={() => void item.run()}
        {...(item.checked !== undefined && { role: 'menuitemradio', 'aria-checked': item.checked })}
      >
        {item.checked === true ? <Check aria-hidden /> : null}
        {item.text}
        {item.keys === undefined ? null : <span className={styles.keys}>{item.keys}</span>}
      </DropdownMenu.Item>
    ),
  );

/** A menu under a button. */
export const Menu = ({ trigger, items, align = 'start' }: Props) => (
  <DropdownMenu.Root modal={false}>
    <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
    <DropdownMenu.Portal>
      <DropdownMenu.Content className={styles.menu ?? ''} align={align} sideOffset={4}>
        <Items items={items} />
      </DropdownMenu.Content>
    </DropdownMenu.Portal>
  </DropdownMenu.Root>
);
