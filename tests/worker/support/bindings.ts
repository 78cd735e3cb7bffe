import type { VectorShard } from '../../../worker/adapters/embedded/vector-shard.ts';
import type { Bindings } from '../../../worker/compose.ts';

export type TestBindings = Bindings & { VECTOR_SHARD: DurableObjectNamespace<VectorShard> };
