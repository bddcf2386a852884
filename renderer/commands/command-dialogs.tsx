/** All commands to pick from, and all shortcuts to read. Also where keys are heard from. */
import { X } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { useUi } from '../store/ui.ts';
import { IconButton } from '../ui/button.tsx';
import { type Command, type CommandGroup, keysOf, titleOf } from './command.ts';
import styles from './command-dialogs.module.css';
import { listen } from './keyboard.ts';
import { commands, isPossible, runCommand } from './list.ts';
import { type Option, Picker } from './picker.tsx';

const close = (): void => useUi.getState().show(undefined);

const optionOf = (command: Command): Option => ({
  id: command.id,
  title: titleOf(command),
  words: command.words ?? [],
  group: command.group,
  ...(command.shortcuts?.[0] !== undefined && { keys: keysOf(command.shortcuts[0]) }),
});

const groups: readonly CommandGroup[] = ['File', 'Edit', 'Node', 'Arrange', 'Go', 'View', 'Run', 'Help'];

const CommandPalette = () => {
  const options = useMemo(
    () =>
      groups.flatMap(group =>
        commands.filter(c => c.group === group && c.id !== 'command-palette' && isPossible(c)).map(optionOf),
      ),
    [],
  );
  return (
    <Picker
      label="Commands"
      placeholder="Type what you want to do"
      options={options}
      empty="Nothing can be done now."
      onPick={id => runCommand(id)}
      onClose={close}
    />
  );
};

const Shortcuts = () => {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    // The whole text has the focus, so that it scrolls by keys and the button's tooltip does not take Escape.
    dialog.current?.focus();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      tabIndex={-1}
      aria-labelledby="shortcuts-title"
      onClose={close}
    >
      <header className={styles.head}>
        <h2 id="shortcuts-title">Keyboard shortcuts</h2>
        <IconButton label="Close" icon={<X />} onClick={close} />
      </header>
      <div className={styles.columns}>
        {groups.map(group => {
          const own = commands.filter(c => c.group === group && c.shortcuts !== undefined);
          return own.length === 0 ? null : (
            <section key={group} className={styles.group}>
              <h3>{group}</h3>
              <dl>
                {own.map(command => (
                  <div key={command.id} className={styles.row}>
                    <dt>{titleOf(command)}</dt>
                    <dd>
                      {command.shortcuts?.slice(0, 2).map(keys => (
                        <kbd key={keys}>{keysOf(keys)}</kbd>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </dialog>
  );
};

export const CommandDialogs = () => {
  const dialog = useUi(state => state.dialog?.dialog);
  useEffect(listen, []);
  if (dialog === 'palette') return <CommandPalette />;
  return dialog === 'shortcuts' ? <Shortcuts /> : null;
};
