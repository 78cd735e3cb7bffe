import { type ReleaseManifest, releaseManifestSchema } from '#shared/release';
import { defaultPhrases } from './default-phrases.ts';
import { defaultPrompts } from './default-prompts.ts';
import { defaultVoice } from './default-voice.ts';

/**
 * The manifest an installation begins with: every signal on, auto-reply off for all intents, no policies. Builders fill
 * in `snapshot`, `policies`, `tags` and `linkHosts`.
 */
export function defaultManifest(installation: string): ReleaseManifest {
  return releaseManifestSchema.parse({
    format: 1,
    installation,
    snapshot: null,
    snapshotParts: 0,
    signals: ['text', 'vectors', 'tickets', 'models', 'graph', 'freshness'],
    prompts: { ...defaultPrompts, ...defaultPhrases() },
    policies: [],
    tags: [],
    autoReplyIntents: [],
    thresholds: { answer: 0.3, abstain: 0.08, tag: 0.5, escalate: 0.7, needsInfo: 0.6, outOfScope: 0.7, autoReply: 0.9, slaNearMinutes: 60 },
    routing: [
      { id: 'escalate-safety', when: { outcomes: ['escalate'], flags: ['safety', 'legal_threat'] }, then: { mode: 'escalate', priority: 'urgent' } },
      { id: 'escalate-vip', when: { outcomes: ['escalate'], flags: ['vip', 'sla_breached', 'sla_near'] }, then: { mode: 'escalate', priority: 'high' } },
      { id: 'escalate', when: { outcomes: ['escalate'] }, then: { mode: 'escalate' } },
      { id: 'known-issue', when: { flags: ['known_issue'] }, then: { mode: 'draft_for_agent' } },
    ],
    models: { drafter: 'extractive', embedder: 'embedded-1' },
    voice: defaultVoice,
    linkHosts: [],
  });
}
