/**
 * A collector that takes traces by OTLP/HTTP in JSON, over a real socket. What comes is read with OpenTelemetry's own
 * protobuf definitions: put into their message, through its bytes, and out again, so that a field they do not have, or
 * of another type, is seen.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
// Its types name protobufjs' reflection alone, so what is used of it is said here.
import definitions from '@opentelemetry/otlp-transformer/build/src/generated/root.js';

type Message = {
  verify(message: object): string | null;
  fromObject(object: object): object;
  toObject(message: object, options: object): object;
  encode(message: object): { finish(): Uint8Array };
  decode(bytes: Uint8Array): object;
};
const request: Message = (definitions as unknown as { opentelemetry: { proto: { collector: { trace: { v1: { ExportTraceServiceRequest: Message } } } } } })
  .opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;

const BYTES: Record<string, number> = { traceId: 16, spanId: 8, parentSpanId: 8 };

/** OTLP's JSON writes ids in hexadecimal, where protobuf's own has base64. Throws for an id of another length. */
function ids(value: unknown, turn: (text: string, bytes: number) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => ids(item, turn));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, BYTES[key] ? turn(String(inner), BYTES[key]) : ids(inner, turn)]));
}
function toBase64(hex: string, bytes: number): string {
  if (!new RegExp(`^[0-9a-f]{${bytes * 2}}$`).test(hex)) throw new Error(`${hex} is no id of ${bytes} bytes.`);
  return Buffer.from(hex, 'hex').toString('base64');
}

/** What the definitions understand of it, in OTLP's JSON again, in which an empty list is none; throws where they refuse it. */
function throughProtobuf(body: object): unknown {
  const message = request.fromObject(ids(body, toBase64) as object);
  const fault = request.verify(message);
  if (fault !== null) throw new Error(fault);
  const read = request.decode(request.encode(message).finish());
  return ids(request.toObject(read, { longs: String, enums: Number, bytes: String }), (base64) => Buffer.from(base64, 'base64').toString('hex'));
}

export type Received = { path: string; headers: NodeJS.Dict<string | string[]>; sent: unknown; understood: unknown; fault: string | null };

export async function startCollector() {
  const received: Received[] = [];
  let answer: { status: number; body: object } = { status: 200, body: {} };
  const server = createServer(async (incoming, response) => {
    const sent: unknown = JSON.parse(await text(incoming));
    let [understood, fault]: [unknown, string | null] = [null, null];
    try {
      understood = throughProtobuf(sent as object);
    } catch (error) {
      fault = String(error);
    }
    received.push({ path: `${incoming.method} ${incoming.url}`, headers: incoming.headers, sent, understood, fault });
    const { status, body } = fault === null ? answer : { status: 400, body: { code: 3, message: fault } };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    /** Answers so from now on. */
    answer(status: number, body: object): void {
      answer = { status, body };
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
