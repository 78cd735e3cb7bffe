import { type Sidebar, useSidebar } from './sidebar-context.ts';
import { Hidden } from './styles.ts';

/** Says politely what changed, for those who do not see it. Failures speak for themselves, as alerts. */
export function Announcer() {
  const sidebar = useSidebar();
  return (
    <Hidden role="status" aria-live="polite">
      {announcement(sidebar)}
    </Hidden>
  );
}

function announcement({ state, view, t }: Sidebar): string {
  const { draft, opening } = state;
  if (draft.status === 'streaming') return t('writing');
  if (draft.status === 'done') {
    if (view.blocks.length === 0) return t('announce.draftEmpty');
    const sources = draft.draft.citations.length;
    const ready = sources === 0 ? t('announce.draftedNone') : t.plural('announce.drafted', sources);
    return view.mustEscalate ? `${t('announce.escalate')} ${ready}` : ready;
  }
  if (opening.status === 'loading') return t('loading');
  if (opening.status === 'ready') return t(view.mustEscalate ? 'announce.escalate' : 'announce.ready');
  return '';
}
