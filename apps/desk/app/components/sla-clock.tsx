import { toClock } from '../model/time.ts';
import { useNow } from '../use-desk.ts';

/** Time left until the next reply is due, counting down. */
export function SlaClock({ dueAt }: { dueAt: string }) {
  const { text, spoken, state } = toClock(dueAt, useNow('second'));
  return (
    <time className="sla" data-state={state} dateTime={dueAt} title={`Reply ${spoken}`}>
      <span aria-hidden="true">{text}</span>
      <span className="visually-hidden">Reply {spoken}</span>
    </time>
  );
}
