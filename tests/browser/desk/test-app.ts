/** A page with the real app-framework SDK, as an app's sidebar would load it. Tests reach the client as `window.client`. */
import { createRequire } from 'node:module';
import { build } from 'vite';

const page = `<!doctype html><meta charset="utf-8"><title>Test app</title><p id="state">starting</p>
<script src="/test-app/sdk.js"></script>
<script>
  window.seen = [];
  const client = (window.client = ZAFClient.init());
  client.on('app.registered', (data) => { window.registered = data; document.getElementById('state').textContent = 'registered'; });
  for (const name of ['app.activated', 'app.deactivated', 'ticket.updated', 'ticket.status.changed', 'ticket.tags.changed', 'ticket.conversation.changed',
    'comment.text.changed', 'ticket.submit.start', 'ticket.submit.done', 'ticket.submit.fail', 'ticket.submit.always', 'colorScheme.changed', '*.changed'])
    client.on(name, (data) => window.seen.push([name, data]));
  client.on('app.willDestroy', () => client.request('/api/v2/users/me.json?destroyed=1'));
</script>`;

/** The bundle of `zendesk_app_framework_sdk`, which sets `window.ZAFClient`, and the page around it. */
export async function buildTestApp(): Promise<{ page: string; sdk: string }> {
  const entry = createRequire(import.meta.url).resolve('zendesk_app_framework_sdk');
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'ZAFClient', fileName: 'sdk' } },
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (!output || !('output' in output)) throw new Error('vite built nothing');
  const [chunk] = output.output;
  return { page, sdk: chunk.code };
}
