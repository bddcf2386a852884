import { Tooltip } from 'radix-ui';
import { useEffect } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { Canvas } from '../canvas/canvas.tsx';
import { Inspector } from '../inspector/inspector.tsx';
import { LineagePanel } from '../lineage/lineage-panel.tsx';
import { Palette } from '../palette/palette.tsx';
import { watchProblemKey } from '../problems/go.ts';
import { watchDocument } from '../store/check.ts';
import { useDocument } from '../store/document.ts';
import { watchForKeeping } from '../store/keep.ts';
import { useUi } from '../store/ui.ts';
import { useTheme } from '../ui/theme.ts';
import { BottomPanel } from './bottom-panel.tsx';
import { Dialogs } from './dialogs.tsx';
import { Notice } from './notice.tsx';
import styles from './shell.module.css';
import { StatusBar } from './status-bar.tsx';
import { TopBar } from './top-bar.tsx';
import { TrustBanner } from './trust-banner.tsx';
import { Unreadable } from './unreadable.tsx';

/** The window of an open pipeline: palette, canvas over data, inspector. */
export const Shell = () => {
  useTheme();
  useEffect(watchDocument, []);
  useEffect(watchProblemKey, []);
  useEffect(watchForKeeping, []);
  const readable = useDocument(state => state.unreadable === undefined);
  return (
    <Tooltip.Provider>
      <div className={styles.shell}>
        <TopBar />
        <TrustBanner />
        {readable ? <Work /> : <Unreadable />}
        <StatusBar />
        <Dialogs />
        <Notice />
      </div>
    </Tooltip.Provider>
  );
};

const Work = () => {
  const paletteOpen = useUi(state => state.paletteOpen);
  const inspectorOpen = useUi(state => state.inspectorOpen);
  const bottomOpen = useUi(state => state.bottomOpen);
  return (
    <div className={styles.work}>
      <Group orientation="horizontal" className={styles.body ?? ''}>
        {paletteOpen ? (
          <>
            <Panel id="palette" defaultSize="220px" minSize="160px" maxSize="360px">
              <Palette />
            </Panel>
            <Separator className={styles.upright ?? ''} />
          </>
        ) : null}
        <Panel id="middle" minSize="30%">
          <Group orientation="vertical">
            <Panel id="canvas" minSize="20%">
              <Canvas />
            </Panel>
            {bottomOpen ? (
              <>
                <Separator className={styles.level ?? ''} />
                <Panel id="bottom" defaultSize="38%" minSize="120px">
                  <BottomPanel />
                </Panel>
              </>
            ) : null}
          </Group>
        </Panel>
        {inspectorOpen ? (
          <>
            <Separator className={styles.upright ?? ''} />
            <Panel id="inspector" defaultSize="320px" minSize="240px" maxSize="520px">
              <Inspector />
            </Panel>
          </>
        ) : null}
      </Group>
      <LineagePanel />
    </div>
  );
};
