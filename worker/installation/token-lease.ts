/**
 * One renewal of the helpdesk's token at a time. Renewing kills both old tokens at once, so the first caller renews and
 * every other waits for what it brings. Lives in the memory of the one object: a lease that is lost with it is free again.
 */

export type Tokens = { access: string; refresh: string | null };
export type RenewalClaim = { state: 'renewed'; access: string } | { state: 'claimed'; refresh: string } | { state: 'refused' };

/** Longer than the renewing call may take. */
const LEASE_MS = 20_000;

export class TokenLease {
  #waiting: ((access: string | null) => void)[] = [];
  #until = 0;

  /** `stale` is the token that was refused, `read` what is stored now. Resolves when it is known what to do. */
  async claim(stale: string, read: () => Promise<Tokens | null>, now: number): Promise<RenewalClaim> {
    if (now < this.#until) return this.#wait();
    // Taken before the first pause, so that no second caller comes in between.
    this.#until = now + LEASE_MS;
    const tokens = await read();
    if (tokens && tokens.access !== stale) {
      this.settle(tokens.access);
      return { state: 'renewed', access: tokens.access };
    }
    if (!tokens?.refresh) {
      this.settle(null);
      return { state: 'refused' };
    }
    return { state: 'claimed', refresh: tokens.refresh };
  }

  /** Tells everyone who waits; null when there is no new token to be had. */
  settle(access: string | null): void {
    this.#until = 0;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const tell of waiting) tell(access);
  }

  async #wait(): Promise<RenewalClaim> {
    const access = await new Promise<string | null>((resolve) => {
      this.#waiting.push(resolve);
      setTimeout(() => resolve(null), LEASE_MS);
    });
    return access === null ? { state: 'refused' } : { state: 'renewed', access };
  }
}
