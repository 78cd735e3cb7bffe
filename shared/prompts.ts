/** Prompts of a release and the slots that code fills in them. A slot that nothing fills is refused before it is live. */
import * as z from 'zod';

/** By prompt, the slots it may hold; a prompt that is not named holds none. */
const SLOTS = {
  'draft.system': ['open', 'close', 'language', 'maxSentences', 'task', 'tenure', 'attempt'],
  'draft.translate': ['open', 'close', 'language'],
} as const satisfies Record<string, readonly string[]>;

export type SlottedPrompt = keyof typeof SLOTS;
export type SlotsOf<K extends SlottedPrompt> = Record<(typeof SLOTS)[K][number], string>;

/** Prompts that belong together, under one version. */
export type PromptFile = { version: number; prompts: Record<string, string> };

const SLOT = /\{\{\s*([^{}]{1,60}?)\s*\}\}/g;

export const promptsSchema = z.record(z.string(), z.string()).superRefine((prompts, context) => {
  for (const [name, text] of Object.entries(prompts)) {
    const known: readonly string[] = name in SLOTS ? SLOTS[name as SlottedPrompt] : [];
    for (const [, slot = ''] of text.matchAll(SLOT))
      if (name.startsWith('draft.') && !known.includes(slot))
        context.addIssue({ code: 'custom', path: [name], message: `has a slot {{${slot}}} that nothing fills` });
  }
});

/** `template`, the text of the prompt `name`, with its slots filled. Throws for a slot that nothing fills. */
export function fillPrompt<K extends SlottedPrompt>(_name: K, template: string, slots: SlotsOf<K>): string {
  const values = new Map<string, string>(Object.entries(slots));
  return template
    .replace(SLOT, (_, slot: string) => {
      const value = values.get(slot);
      if (value === undefined) throw new Error(`The prompt has a slot {{${slot}}} that nothing fills.`);
      return value;
    })
    .trim();
}
