/** What the knowledge graph is made of. The order is that of the numbers in a snapshot: new kinds come last. */
export const nodeKinds = [
  'product',
  'feature',
  'version',
  'plan',
  'region',
  'brand',
  'policy',
  'issue',
  'resolution',
  'article',
  'macro',
  'team',
  'agent',
  'tag',
  'ticket',
] as const;
