/** HubSpot's sandbox around a card, as far as a card sees it. Must stand before HubSpot's components are imported. */
export type Asked = { path: string; body: Record<string, unknown> };
export type Answers = Record<string, (body: Record<string, unknown>) => unknown>;
export const asked: Asked[] = [];
export const answers: Answers = {};

const sandbox = globalThis as unknown as Record<string, unknown>;
sandbox.self = Object.assign(globalThis, {
  extend_V2() {},
  async hsFetch(url: string, { body }: { body: Record<string, unknown> }) {
    const path = new URL(url).pathname.replace('/hubspot/', '');
    asked.push({ path, body });
    const answer = answers[path];
    if (!answer) throw new Error(`nobody answers ${path}`);
    const value = await answer(body);
    return { ok: true, status: 200, json: async () => value };
  },
});
