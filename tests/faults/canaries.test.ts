/** Personal data of tickets in six languages, with signatures and quoted mail: none of it leaves for a model, stays in a trace or is logged. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createEmbeddedDrafter } from '../../worker/adapters/embedded/embedded-drafter.ts';
import { createEmbeddedEmbedder } from '../../worker/adapters/embedded/embedded-embedder.ts';
import { createOpenAiDrafter } from '../../worker/adapters/openai/openai-drafter.ts';
import { buildSnapshot } from '../../worker/knowledge/build.ts';
import { loadSnapshot } from '../../worker/knowledge/snapshot/load-snapshot.ts';
import { assistTicket } from '../../worker/pipeline/assist-ticket.ts';
import { shopCorpus } from '../knowledge/support.ts';
import { type OpenAiServer, startOpenAiServer } from '../openai-server.ts';
import { manifest, ticketOf } from '../pipeline/support.ts';

const built = buildSnapshot(shopCorpus(60)).then(({ bytes, hash }) => loadSnapshot(bytes.slice().buffer, hash));
let server: OpenAiServer;
beforeAll(async () => {
  server = await startOpenAiServer();
});
afterAll(() => server.close());

const hidden = ['4111 1111 1111 1111', 'DE89 3704 0044 0532 0130 00', '203.0.113.77'];

const cases: [string, string, string, string[]][] = [
  [
    'en',
    'Marigold Thistlewood',
    'Hello, when do I get my refund money for the broken lamp? I paid with 4111 1111 1111 1111 from 203.0.113.77.\n\nKind regards\nMarigold Thistlewood\nPhone: +44 20 7946 0958\nmarigold@thistlewood.example\n\nOn Mon, 5 Jan 2026, Support <help@shop.example> wrote:\n> Dear Marigold, your account DE89 3704 0044 0532 0130 00',
    ['Thistlewood', '7946 0958', 'marigold@'],
  ],
  [
    'de',
    'Hannelore Quittenbaum',
    'Guten Tag, wann bekomme ich mein Geld für die kaputte Lampe zurück (refund)? Meine IBAN ist DE89 3704 0044 0532 0130 00.\n\nMit freundlichen Grüßen\nHannelore Quittenbaum\nTel. 030 901820345\nhannelore@quittenbaum.example\n\nAm 05.01.2026 schrieb Support:\n> Sehr geehrte Frau Quittenbaum, Karte 4111 1111 1111 1111',
    ['Quittenbaum', '901820345', 'hannelore@'],
  ],
  [
    'fr',
    'Clémence Vauquelin',
    'Bonjour, quand vais-je recevoir le remboursement (refund) de la lampe cassée ? Carte 4111 1111 1111 1111.\n\nCordialement\nClémence Vauquelin\nTél. : 01 70 18 99 12\nclemence@vauquelin.example',
    ['Vauquelin', '70 18 99 12', 'clemence@'],
  ],
  [
    'es',
    'Eulalia Zubizarreta',
    'Hola, ¿cuándo recibiré el reembolso (refund) de la lámpara rota? Mi tarjeta es 4111 1111 1111 1111.\n\nUn saludo\nEulalia Zubizarreta\nTel.: +34 912 345 678\neulalia@zubizarreta.example',
    ['Zubizarreta', '345 678', 'eulalia@'],
  ],
  [
    'pt',
    'Conceição Vasconcelos',
    'Olá, quando recebo o reembolso (refund) do candeeiro partido? Cartão 4111 1111 1111 1111.\n\nCom os melhores cumprimentos\nConceição Vasconcelos\nTel. +351 912 345 678\nconceicao@vasconcelos.example',
    ['Vasconcelos', '345 678', 'conceicao@'],
  ],
  [
    'it',
    'Ludovica Santacroce',
    'Buongiorno, quando riceverò il rimborso (refund) della lampada rotta? Carta 4111 1111 1111 1111, IP 203.0.113.77.\n\nCordiali saluti\nLudovica Santacroce\nTel. +39 06 6982 1234\nludovica@santacroce.example',
    ['Santacroce', '6982 1234', 'ludovica@'],
  ],
  [
    'ja',
    '棗 美咲',
    'こんにちは。壊れたランプの返金（refund）はいつですか。カードは4111 1111 1111 1111、電話は090-5550-7719、メールはmisaki@natsume.exampleです。\n\nよろしくお願いいたします。\n棗 美咲',
    ['棗', '美咲', '5550-7719', 'misaki@'],
  ],
];

test.each(cases)('nothing of a customer’s goes out or stays in a trace (%s)', async (_, name, text, own) => {
  server.requests.length = 0;
  const logged = (['log', 'info', 'warn', 'error', 'debug'] as const).map((level) => vi.spyOn(console, level).mockImplementation(() => undefined));
  server.play({ do: 'answer', answer: { sentences: [{ text: 'This page tells how refund works for customers.', citations: [1], kind: 'statement' }] } });
  const knowledge = await built;
  const ticket = ticketOf(text, { subject: `Refund ${name}`, requester: { id: 'u-1', name, email: /\S+@\S+\.example/.exec(text)?.[0] ?? null } });
  const release = {
    id: 'rel',
    manifest: {
      ...manifest,
      models: { ...manifest.models, drafter: 'm' },
      snapshot: knowledge.hash,
      thresholds: { ...manifest.thresholds, abstain: 0, answer: 0, outOfScope: 2, needsInfo: 2, escalate: 2 },
    },
  };
  const context = { installation: 'test', release, knowledge, reader: 'agent' as const, startedAt: 0 };
  const vectors = { name: 'none', query: async () => [], upsert: async () => {}, remove: async () => {} };
  const model = createOpenAiDrafter({ baseUrl: server.url, apiKey: 'sk-canary-key', model: 'm' });
  const run = assistTicket(
    { ticket, context, suggestionId: 'sug_1', traceId: 'trc_1', attempt: 0, until: 'draft' },
    { clock: { now: () => 0 }, embedder: createEmbeddedEmbedder(), vectors, drafters: [model, createEmbeddedDrafter()] },
  );
  let next = await run.next();
  while (!next.done) next = await run.next();
  const outbound = JSON.stringify(server.requests);
  const { trace, capsule } = next.value;
  const logs = JSON.stringify(logged.flatMap((spy) => spy.mock.calls));
  vi.restoreAllMocks();
  expect(server.requests.length).toBeGreaterThan(0);
  for (const canary of [...own, ...hidden, 'sk-canary-key'])
    for (const [where, said] of Object.entries({ outbound, trace: JSON.stringify(trace), capsule: JSON.stringify(capsule), logs }))
      expect(said.includes(canary), `${canary} in ${where}`).toBe(false);
});
