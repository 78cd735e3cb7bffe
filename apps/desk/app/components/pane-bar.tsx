import type { Pane } from '../model/app-runner.ts';
import { useDesk, useDeskState, useObservable } from '../use-desk.ts';
import { ChatIcon, GraphIcon, ListIcon } from './icons.tsx';

const panes: { pane: Pane; label: string; Icon: () => React.JSX.Element }[] = [
  { pane: 'tickets', label: 'Tickets', Icon: ListIcon },
  { pane: 'conversation', label: 'Conversation', Icon: ChatIcon },
  { pane: 'assistant', label: 'Deskgraph', Icon: GraphIcon },
];

/** Switches between the three columns where only one fits. */
export function PaneBar() {
  const { apps } = useDesk();
  const { active } = useDeskState();
  const current = useObservable(apps.pane);
  return (
    <nav className="pane-bar" aria-label="Parts of the desk">
      {panes.map(({ pane, label, Icon }) => (
        <button
          key={pane}
          type="button"
          aria-current={pane === current ? 'page' : undefined}
          disabled={pane !== 'tickets' && active === null}
          onClick={() => apps.pane.set(pane)}
        >
          <Icon />
          {label}
        </button>
      ))}
    </nav>
  );
}
