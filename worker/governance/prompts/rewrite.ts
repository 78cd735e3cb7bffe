import type { PromptFile } from '#shared/prompts';

/** The draft once more, said differently: each takes the place of the draft's task. */
export const rewritePrompts = {
  version: 1,
  prompts: {
    'draft.ability.shorter': 'Answer the question of the customer from the sources in at most three sentences or, for a procedure, in its steps alone.',
    'draft.ability.friendlier':
      'Answer the question of the customer from the sources in warm, personal words, as someone who likes to help. Add no fact and no promise.',
    'draft.ability.formal': 'Answer the question of the customer from the sources in formal, impersonal words without contractions or exclamation marks.',
    'draft.ability.translate':
      'Answer the question of the customer from the sources; translate what the sources say faithfully, and keep names of buttons and menus as they are.',
  },
} satisfies PromptFile;
