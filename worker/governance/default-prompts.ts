/**
 * Prompts are data: part of the release, with slots `{{name}}` that code fills (`#shared/prompts` says which). Text from
 * customers and articles never fills a slot; it travels in a separate JSON message. A file whose text changes gets the
 * next version, which the release carries too.
 */
import { draftPrompts } from './prompts/draft.ts';
import { rewritePrompts } from './prompts/rewrite.ts';
import { translatePrompts } from './prompts/translate.ts';

export const promptFiles = { draft: draftPrompts, rewrite: rewritePrompts, translate: translatePrompts };

export const defaultPrompts: Record<string, string> = {
  'prompts.version': Object.entries(promptFiles)
    .map(([name, { version }]) => `${name} ${version}`)
    .join(', '),
  ...draftPrompts.prompts,
  ...rewritePrompts.prompts,
  ...translatePrompts.prompts,
};
