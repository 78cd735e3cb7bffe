import type { Drafter } from '../../ports.ts';

/** Releases name few models; a drafter that is made anew only forgets how healthy its model was. */
const KNOWN = 16;

/**
 * One provider, any of its models: each request goes to the model that its release names. Each model has a drafter of its
 * own, and with it a breaker: one that a proposal misspelt must not stand in the way of the one that is live.
 */
export function createReleaseDrafter(create: (model: string) => Drafter): Drafter {
  const known = new Map<string, Drafter>();
  const of = (model: string): Drafter => {
    const there = known.get(model);
    if (there) return there;
    if (known.size >= KNOWN) known.clear();
    const drafter = create(model);
    known.set(model, drafter);
    return drafter;
  };
  return {
    name: 'model',
    model: null,
    most: (request) => of(request.model).most?.(request) ?? { tokens: 0, usd: 0 },
    draft: (request, signal, meter) => of(request.model).draft(request, signal, meter),
  };
}
