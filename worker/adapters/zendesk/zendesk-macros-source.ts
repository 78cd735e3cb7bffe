/** Shared macros with the texts, tags and articles they bring. Few enough to be listed whole each time. */
import { idOf, isRow, rows, type SourceBatch, sourceBatch, textOf } from '#shared/source-batch';
import { SourceError } from '../../errors.ts';
import type { KnowledgeSource } from '../../source-ports.ts';
import { zendeskListSource } from './zendesk-list-source.ts';
import { type ZendeskReaderOptions, zendeskReader } from './zendesk-reader.ts';

const ARTICLE_LINK = /\/hc\/(?:[a-z]{2,3}(?:-[a-z0-9]+)*\/)?articles\/(\d+)/gi;

export function zendeskMacrosSource(options: ZendeskReaderOptions & { name?: string; locale?: string }): KnowledgeSource {
  const { name = 'zendesk-macros', locale = 'en' } = options;
  const reader = zendeskReader(options);
  const add = (macro: Record<string, unknown>, batch: SourceBatch) => addMacro(macro, locale, batch);
  return {
    ...zendeskListSource({ name, kinds: ['macro'], reader, lists: [{ path: '/api/v2/macros.json?active=true', key: 'macros', add }] }),
    async fetch({ id }) {
      const batch = sourceBatch(name);
      const answer = await reader.get(`/api/v2/macros/${encodeURIComponent(id)}.json`, 'support').catch((error: unknown) => {
        if (error instanceof SourceError && error.fault === 'not_found') return null;
        throw error;
      });
      if (isRow(answer?.macro)) await add(answer.macro, batch);
      const { documents, skipped } = batch.page();
      return { documents, skipped };
    },
  };
}

async function addMacro(macro: Record<string, unknown>, locale: string, batch: SourceBatch): Promise<void> {
  const id = idOf(macro.id);
  if (id === null) return batch.skip('macro', 'An entry without an id was left out.');
  // One agent's own macro is not the team's word.
  if (macro.active === false || (isRow(macro.restriction) && macro.restriction.type === 'User')) return;
  const actions = (rows(macro.actions) ?? []).filter(isRow);
  const value = (...fields: string[]): string => fields.map((f) => lastText(actions.find((a) => a.field === f)?.value)).find((v) => v !== '') ?? '';
  const text = value('comment_value_html', 'comment_value');
  const tags = tagsOf(actions);
  const title = textOf(macro.title)?.trim() || id;
  const articleIds = [...new Set(Array.from(text.matchAll(ARTICLE_LINK), (m) => m[1] ?? ''))];
  await batch.add('macro', { id, title: title.slice(0, 500), text, locale, tags, articleIds }, textOf(macro.updated_at));
}

/** Tags that a macro or trigger sets or adds, from actions such as `{field: 'current_tags', value: 'refund billing'}`. */
export function tagsOf(actions: Record<string, unknown>[]): string[] {
  const set = actions.filter((a) => a.field === 'current_tags' || a.field === 'set_tags').flatMap((a) => lastText(a.value).split(/[\s,]+/));
  return [...new Set(set)].filter((tag) => tag !== '' && tag.length <= 256);
}

/** A value is a text, or a list that ends with it (`["channel:all", "Hello …"]`). */
function lastText(value: unknown): string {
  return textOf(Array.isArray(value) ? value.at(-1) : value) ?? '';
}
