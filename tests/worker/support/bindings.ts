import type { Bindings } from '../../../worker/compose.ts';
import type { VectorShard } from '../../../worker/adapters/embedded/vector-shard.ts';

export type TestBindings = Bindings & { VECTOR_SHARD: DurableObjectNamespace<VectorShard> };
