/** Stands for the parts of the openai client that Deskgraph does not call; wrangler puts it in their place (`[alias]` in wrangler.toml). */
class Unused {}

export { Chat } from 'openai/resources/chat/chat';
export { Embeddings } from 'openai/resources/embeddings';
export {
  Unused as Admin,
  Unused as Audio,
  Unused as Batches,
  Unused as Beta,
  Unused as ChatCompletionRunner,
  Unused as ChatCompletionStream,
  Unused as ChatCompletionStreamingRunner,
  Unused as Completions,
  Unused as Containers,
  Unused as Conversations,
  Unused as Evals,
  Unused as Files,
  Unused as FineTuning,
  Unused as Graders,
  Unused as Images,
  Unused as Models,
  Unused as Moderations,
  Unused as Realtime,
  Unused as Responses,
  Unused as Skills,
  Unused as Uploads,
  Unused as VectorStores,
  Unused as Videos,
  Unused as Webhooks,
};
