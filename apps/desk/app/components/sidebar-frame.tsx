import { useCallback, useEffect, useRef, useState } from 'react';
import type { RunningApp } from '../model/app-runner.ts';
import type { Tab } from '../model/desk-store.ts';
import { useDesk } from '../use-desk.ts';
import { GraphIcon, ReloadIcon } from './icons.tsx';

const SILENT_AFTER_MS = 15_000;

/** The app's iframe. It is loaded once, and lives until the tab is closed. */
export function SidebarFrame({ tab, active }: { tab: Tab; active: boolean }) {
  const { apps } = useDesk();
  const frame = useRef<HTMLIFrameElement>(null);
  const running = useRef<RunningApp | null>(null);
  const [height, setHeight] = useState<number | null>(null);
  const [state, setState] = useState<'loading' | 'ready' | 'silent'>('loading');

  const start = useCallback(() => {
    setState('loading');
    running.current?.start().catch(() => setState('silent'));
  }, []);

  useEffect(() => {
    if (!frame.current) return;
    running.current = apps.run(tab, frame.current, { resize: setHeight, registered: () => setState('ready') });
    start();
    return () => {
      running.current?.stop();
      running.current = null;
    };
  }, [apps, tab, start]);

  useEffect(() => {
    running.current?.instance.setActive(active);
  }, [active]);

  useEffect(() => {
    if (state !== 'loading') return;
    const timer = setTimeout(() => setState('silent'), SILENT_AFTER_MS);
    return () => clearTimeout(timer);
  }, [state]);

  return (
    <aside className="sidebar" aria-label="Deskgraph">
      <div className="sidebar-head">
        <GraphIcon />
        <h3>Deskgraph</h3>
        <span className="spacer" />
        <button type="button" className="icon-button" aria-label="Reload the app" title="Reload the app" onClick={start}>
          <ReloadIcon />
        </button>
      </div>
      {state === 'silent' && (
        <p className="app-silent" role="alert">
          The app did not start.{' '}
          <button type="button" className="link-button" onClick={start}>
            Load it again
          </button>
        </p>
      )}
      <div className="sidebar-body">
        <iframe
          ref={frame}
          name={`sidebar-${tab.key}`}
          title={`Deskgraph for ticket ${tab.id}`}
          data-testid="sidebar"
          data-state={state}
          allow="clipboard-write"
          style={height === null ? undefined : { height }}
        />
      </div>
    </aside>
  );
}
