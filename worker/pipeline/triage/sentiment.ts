/** How the requester feels, from cue words and from how the text is written. */
import type { CueKind } from './cues.ts';

export type Sentiment = { value: 'negative' | 'neutral' | 'positive'; confidence: number; angry: boolean };

/** A polite closing is no joy: thanks alone weigh little against one complaint. */
const POSITIVE = 0.5;
const CLOSING = 0.15;
const closing = /^(?:thank|danke|vielen dank|merci|gracias|obrigad|grazie|bedankt|ありがと|感謝)/u;

export function readSentiment(text: string, cues: ReadonlyMap<CueKind, string[]>): Sentiment {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const capitals = text.match(/\p{Lu}/gu)?.length ?? 0;
  const shouted = letters > 25 && capitals > letters * 0.6;
  const exclaims = text.match(/[!！]{2,}/gu)?.length ?? 0;
  const angry = cues.get('angry')?.length ?? 0;
  const anger = angry * 1.2 + (shouted ? 0.8 : 0) + Math.min(2, exclaims) * 0.5;
  const bad = anger + (cues.get('negative')?.length ?? 0) * 0.6;
  const good = (cues.get('positive') ?? []).reduce((sum, phrase) => sum + (closing.test(phrase) ? CLOSING : POSITIVE), 0);
  const isAngry = anger >= 1.2;
  if (bad - good > 0.4) return { value: 'negative', confidence: squash(bad - good), angry: isAngry };
  if (good - bad > 0.4) return { value: 'positive', confidence: squash(good - bad), angry: false };
  return { value: 'neutral', confidence: 0.6, angry: isAngry };
}

const squash = (distance: number): number => Math.round(Math.min(0.95, 0.5 + distance * 0.18) * 100) / 100;
