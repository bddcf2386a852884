import { FolderOpen } from 'lucide-react';
import { pickFile } from '../../files/pick.ts';
import { attempt } from '../../store/actions.ts';
import { IconButton } from '../../ui/button.tsx';
import styles from '../form.module.css';
import { useForm } from '../form-context.ts';
import { inputProps, placeholderOf, shownText, type WidgetOf } from './props.ts';

/** A path, typed or chosen. */
export const PathWidget: WidgetOf<'path'> = props => {
  const form = useForm();
  const { access, extensions } = props.shape;
  const choose = () =>
    attempt(async () => {
      const name = shownText(props.value).split(/[\\/]/).at(-1);
      const chosen = await pickFile({
        purpose: access === 'write' ? 'save' : 'data',
        ...(extensions.length > 0 && { extensions }),
        ...(access === 'write' && { name: name || `result.${extensions[0] ?? 'csv'}` }),
      });
      if (chosen !== undefined) form.set(props.path, chosen.path);
    });
  return (
    <div className={styles.row}>
      <input
        {...inputProps(props)}
        className={styles.input}
        value={shownText(props.value)}
        placeholder={placeholderOf(props.field) || (access === 'write' ? 'out/result' : 'data/file')}
        spellCheck={false}
        autoComplete="off"
        onChange={e => form.set(props.path, e.target.value === '' ? undefined : e.target.value, 'typing')}
      />
      <IconButton
        look="plain"
        label={access === 'write' ? 'Choose where to write' : 'Choose a file'}
        icon={<FolderOpen />}
        onClick={() => void choose()}
      />
    </div>
  );
};
