import { Announcer } from './announcer.tsx';
import { AroundTicket } from './around-ticket.tsx';
import { Articles } from './articles.tsx';
import { EscalationFlag, HandOver } from './escalation.tsx';
import { NextAction } from './next-action.tsx';
import { Flags, Notices } from './notices.tsx';
import { OpeningSkeleton } from './opening-skeleton.tsx';
import { ReplySection } from './reply-section.tsx';
import { Section } from './section.tsx';
import { useSidebar } from './sidebar-context.ts';
import { SimilarTickets } from './similar-tickets.tsx';
import { HiddenTitle, Main, Meta } from './styles.ts';
import { Tags } from './tags.tsx';

/** In the order an agent in a hurry needs it: what forbids an answer, what to do, the reply, then what it rests on. */
export function Sidebar() {
  const { state, view, t } = useSidebar();
  const loading = state.opening.status === 'loading' && state.evidence === null;
  const empty = state.evidence?.triage.flags.some((flag) => flag.code === 'empty') ?? false;
  return (
    <Main aria-busy={loading}>
      <HiddenTitle>Deskgraph</HiddenTitle>
      <Announcer />
      <Notices />
      {view.mustEscalate && <EscalationFlag />}
      <Flags />
      <NextAction />
      <ReplySection />
      {loading && <OpeningSkeleton />}
      {state.evidence && (
        <>
          {empty ? (
            <Meta>{t('empty.ticket')}</Meta>
          ) : (
            view.summary && (
              <Section title={t('summary')}>
                <p dir="auto">{view.summary}</p>
              </Section>
            )
          )}
          <Tags />
          {!(empty && view.articles.length === 0) && <Articles />}
          <AroundTicket />
          <SimilarTickets />
          {!view.mustEscalate && <HandOver />}
        </>
      )}
    </Main>
  );
}
