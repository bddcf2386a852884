import { useEffect } from 'react';
import { useUi } from '../store/ui.ts';
import styles from './notice.module.css';

/** Says what just happened; errors stay until they are put away. */
export const Notice = () => {
  const notice = useUi(state => state.notice);
  useEffect(() => {
    if (notice?.tone !== 'info') return;
    const timer = setTimeout(() => useUi.setState({ notice: undefined }), 4000);
    return () => clearTimeout(timer);
  }, [notice]);
  return (
    <div role="status" aria-live="polite" className={styles.place}>
      {notice === undefined ? null : (
        <div className={styles.notice} data-tone={notice.tone}>
          {notice.text}
          <button type="button" aria-label="Put away" onClick={() => useUi.setState({ notice: undefined })}>
            ×
          </button>
        </div>
      )}
    </div>
  );
};
