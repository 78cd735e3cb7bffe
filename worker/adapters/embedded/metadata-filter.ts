/** Vectorize's metadata filters: $eq $ne $in $nin $lt $lte $gt $gte, and a bare value as $eq. Fields may be `a.b`. */

type Value = string | number | boolean | null;
type Metadata = Record<string, unknown>;
/** Vectorize takes filters up to this many bytes of JSON. */
const MAX_FILTER_BYTES = 2_048;

/** Throws on an operator that Vectorize does not have, and on an empty or oversized filter. */
export function compileFilter(filter: VectorizeVectorMetadataFilter): (metadata: Metadata) => boolean {
  const fields = Object.entries(filter);
  if (fields.length === 0) throw new Error('a metadata filter must name a field');
  if (JSON.stringify(filter).length > MAX_FILTER_BYTES) throw new Error(`a metadata filter is at most ${MAX_FILTER_BYTES} bytes`);
  const tests = fields.map(([field, condition]) => {
    if (field === '' || field.startsWith('$')) throw new Error(`a metadata filter cannot name the field ${JSON.stringify(field)}`);
    const checks = condition !== null && typeof condition === 'object' ? Object.entries(condition).map(([op, v]) => check(op, v)) : [check('$eq', condition)];
    return (metadata: Metadata): boolean => {
      const value = at(metadata, field);
      return checks.every((holds) => holds(value));
    };
  });
  return (metadata) => tests.every((test) => test(metadata));
}

function check(op: string, operand: unknown): (value: unknown) => boolean {
  const ordered = (holds: (a: string | number, b: string | number) => boolean) => (value: unknown) =>
    ((typeof value === 'number' && typeof operand === 'number') || (typeof value === 'string' && typeof operand === 'string')) && holds(value, operand);
  const list = (): Value[] => {
    if (!Array.isArray(operand)) throw new Error(`${op} takes a list`);
    return operand as Value[];
  };
  switch (op) {
    case '$eq':
      return (value) => (value ?? null) === operand;
    case '$ne':
      return (value) => (value ?? null) !== operand;
    case '$in': {
      const values = list();
      return (value) => values.includes((value ?? null) as Value);
    }
    case '$nin': {
      const values = list();
      return (value) => !values.includes((value ?? null) as Value);
    }
    case '$lt':
      return ordered((a, b) => a < b);
    case '$lte':
      return ordered((a, b) => a <= b);
    case '$gt':
      return ordered((a, b) => a > b);
    case '$gte':
      return ordered((a, b) => a >= b);
    default:
      throw new Error(`${op} is not an operator of metadata filters`);
  }
}

function at(metadata: Metadata, field: string): unknown {
  let value: unknown = metadata;
  for (const part of field.split('.'))
    value = value !== null && typeof value === 'object' && Object.hasOwn(value, part) ? (value as Metadata)[part] : undefined;
  return value;
}
