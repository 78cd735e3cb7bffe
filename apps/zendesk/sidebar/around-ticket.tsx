import { Button } from '@zendeskgarden/react-buttons';
import type { SlaState } from '#shared/ticket-context';
import type { AroundTicket as Around } from '../../panel/around-state.ts';
import { relativeDate } from '../../panel/relative-date.ts';
import { Disclosure } from './disclosure.tsx';
import { Section } from './section.tsx';
import { useSidebar } from './sidebar-context.ts';
import { Bullets, Meta, Row, Small, Stack, TextButton, ToneText } from './styles.ts';

/** From this share of clocks that ended late on, a running one is shown as near its end. */
const RISKY = 0.3;
const NEAR_MS = 3_600_000;

/** SLA clocks, files, the problem behind it, and the requester's other tickets. Nothing, where nothing is known. */
export function AroundTicket() {
  const { state, t } = useSidebar();
  const { around } = state;
  if (!around) return null;
  const clocks = around.sla.filter(({ state: s }) => s !== 'met');
  const { attachments, problem, recent, csat } = around;
  if (clocks.length + attachments.length + recent.length === 0 && !problem && !csat) return null;
  return (
    <Section title={t('around')}>
      <Stack data-testid="around">
        {clocks.map((clock) => (
          <Clock key={clock.metric} clock={clock} />
        ))}
        {problem && <Problem problem={problem} />}
        {attachments.length > 0 && (
          <Small>{t('around.attached', { names: attachments.map(({ name, read }) => (read ? t('around.read', { name }) : name)).join(', ') })}</Small>
        )}
        {csat && <Rating csat={csat} />}
        {recent.length > 0 && <Recent recent={recent} />}
      </Stack>
    </Section>
  );
}

function Clock({ clock }: { clock: SlaState }) {
  const { t, words } = useSidebar();
  const what = t(`around.sla.${clock.metric}`);
  const due = Date.parse(clock.dueAt ?? '');
  if (clock.state === 'paused' || Number.isNaN(due)) return <Small>{t('around.paused', { what })}</Small>;
  const late = clock.state === 'breached';
  const risk = clock.risk ?? 0;
  const text = t(late ? 'around.late' : 'around.due', { what, when: fromNow(due - words.now, words.locale) });
  return (
    <Small>
      <ToneText $tone={late ? 'danger' : risk >= RISKY || due - words.now < NEAR_MS ? 'warning' : 'subtle'} title={new Date(due).toLocaleString(words.locale)}>
        {text}
      </ToneText>
      {!late && clock.risk !== null && <Meta> {t('around.risk', { share: new Intl.NumberFormat(words.locale, { style: 'percent' }).format(risk) })}</Meta>}
    </Small>
  );
}

function Problem({ problem }: { problem: NonNullable<Around['problem']> }) {
  const { host, state, store, t } = useSidebar();
  const linked = problem.linked || state.link === 'linked';
  return (
    <Stack $gap={2}>
      <Meta>{t(linked ? 'around.problem.linked' : 'around.problem.likely')}</Meta>
      <Row>
        <Open id={problem.id} subject={problem.subject} />
        {!linked && host.linkProblem && (
          <Button size="small" data-testid="link-problem" aria-disabled={state.link === 'linking'} onClick={() => void store.linkProblem()}>
            {t('around.problem.link')}
          </Button>
        )}
      </Row>
      {state.link === 'failed' && <ToneText $tone="danger">{t('around.problem.failed')}</ToneText>}
    </Stack>
  );
}

function Rating({ csat }: { csat: NonNullable<Around['csat']> }) {
  const { host, t } = useSidebar();
  return (
    <TextButton onClick={() => void host.openTicket(csat.ticketId).catch(() => host.notify(t('problem.host'), 'alert'))}>
      {t(`around.rated.${csat.score}`)}
    </TextButton>
  );
}

function Recent({ recent }: { recent: Around['recent'] }) {
  const { t, words } = useSidebar();
  return (
    <Disclosure label={t.plural('around.recent', recent.length)} testId="recent-tickets">
      <Bullets>
        {recent.map(({ id, subject, status, createdAt }) => (
          <li key={id}>
            <Open id={id} subject={subject} />
            <Meta as="div">{[t(`status.${status}`), relativeDate(createdAt, words)?.text].filter(Boolean).join(' · ')}</Meta>
          </li>
        ))}
      </Bullets>
    </Disclosure>
  );
}

function Open({ id, subject }: { id: string; subject: string }) {
  const { host, t } = useSidebar();
  return (
    <TextButton title={t('similar.open', { id })} onClick={() => void host.openTicket(id).catch(() => host.notify(t('problem.host'), 'alert'))}>
      {subject}
    </TextButton>
  );
}

/** In minutes below an hour and a half, in hours below two days, else in days. */
function fromNow(ms: number, locale: string): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
  const minutes = ms / 60_000;
  const size = Math.abs(minutes);
  if (size < 90) return format.format(Math.round(minutes), 'minute');
  return size < 2_880 ? format.format(Math.round(minutes / 60), 'hour') : format.format(Math.round(minutes / 1_440), 'day');
}
