/** The window in HubSpot's iframe: the draft as it is written. Text only: nothing of it becomes markup. */
import type { SuggestionEvent } from '#shared/api';
import { readEvents } from '#shared/client';

const start = JSON.parse(document.getElementById('deskgraph-start')?.textContent ?? '{}') as { token: string };
const status = document.getElementById('status');
const draft = document.getElementById('draft');

function say(text: string, failed = false): void {
  if (!status) return;
  status.textContent = text;
  if (failed) status.setAttribute('role', 'alert');
}

function show(event: SuggestionEvent): void {
  if (event.type === 'evidence') say(event.data.summary);
  if (event.type === 'decision') say(event.data.nextAction.label);
  if (event.type === 'error') say(event.data.error.message, true);
  if (event.type === 'draft.delta') {
    const line = document.createElement('p');
    line.textContent = event.data.sentence.text;
    draft?.append(line);
  }
  if (event.type === 'suggestion') finish(event.data.draft.text);
}

/** The whole to edit and to copy: HubSpot's composer takes it from the clipboard. */
function finish(text: string): void {
  if (!draft || text === '') return;
  const area = document.createElement('textarea');
  area.value = text;
  area.setAttribute('aria-label', 'Draft');
  const copy = document.createElement('button');
  copy.textContent = 'Copy';
  copy.addEventListener('click', () => {
    area.select();
    navigator.clipboard.writeText(area.value).then(
      () => say('Copied.'),
      () => say('The browser blocked copying. The text is selected: press Ctrl+C or ⌘C.', true),
    );
  });
  draft.replaceChildren(area, copy);
}

try {
  const response = await fetch('/hubspot/page/stream', {
    method: 'POST',
    headers: { authorization: `Bearer ${start.token}`, 'content-type': 'application/json', accept: 'text/event-stream' },
    body: '{}',
  });
  if (!response.ok) throw new Error(((await response.json()) as { error?: { message?: string } }).error?.message);
  await readEvents(response, show);
} catch (error) {
  say(error instanceof Error && error.message ? error.message : 'The connection broke. Open this window again from the card.', true);
}
