import { type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { type Attributes, context, propagation, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { SECOND } from '../common/clock.js';
import { keepTextsOutOfSpans } from '../config/index.js';
import { VERSION } from '../common/version.js';

/** How long a process that stops waits for its last spans to be taken. The exporter would wait for 10 s, half of what a stop may take. */
const SENT_WITHIN = 2 * SECOND;

const tracer = trace.getTracer('tradeflow', VERSION);
/** Undefined where nobody collects traces: then nothing of what stands here costs anything. */
let provider: { shutdown(): Promise<void> } | undefined;

/**
 * Sends the spans of this process to a collector, ADK's own among them. Sampling, headers and batches are set by the variables of
 * OpenTelemetry's SDK.
 * @param endpoint of OTLP over HTTP; undefined records nothing
 */
export async function startTracing(service: string, endpoint: string | undefined): Promise<void> {
  if (endpoint === undefined) return;
  keepTextsOutOfSpans();
  // Loaded here, as most installations have no collector.
  const [{ BatchSpanProcessor, NodeTracerProvider }, { OTLPTraceExporter }, { resourceFromAttributes }] =
    await Promise.all([
      import('@opentelemetry/sdk-trace-node'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
    ]);
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` });
  const started = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'service.version': VERSION }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  started.register();
  provider = started;
}

/** Sends what has not been sent yet. A collector that is away, or does not answer, keeps no process from stopping: what it did not get is lost. */
export async function stopTracing(): Promise<void> {
  if (provider === undefined) return;
  const sent = provider.shutdown().catch(() => undefined);
  await Promise.race([sent, pause(SENT_WITHIN, undefined, { ref: false })]);
}

/** A request as a part of a trace: of its caller's, where `traceparent` names one, else of one of its own. */
export class RequestSpan {
  private constructor(
    private readonly span: Span,
    private readonly method: string,
  ) {}

  /** Undefined where nobody collects traces. */
  static begin(request: IncomingMessage): RequestSpan | undefined {
    if (provider === undefined) return undefined;
    const { method = 'GET', headers } = request;
    const caller = propagation.extract(context.active(), headers);
    return new RequestSpan(tracer.startSpan(method, { kind: SpanKind.SERVER }, caller), method);
  }

  get traceId(): string {
    return this.span.spanContext().traceId;
  }

  /** What is done in `work`, at once or later, belongs to the request. */
  run(work: () => void): void {
    context.with(trace.setSpan(context.active(), this.span), work);
  }

  /** @param route its pattern: a URL could hold anything */
  end(route: string | null, status: number, more: Attributes): void {
    if (route !== null) this.span.updateName(`${this.method} ${route}`);
    this.span.setAttributes({
      ...more,
      'http.request.method': this.method,
      'http.response.status_code': status,
      ...(route !== null && { 'http.route': route }),
    });
    if (status >= 500) this.span.setStatus({ code: SpanStatusCode.ERROR });
    this.span.end();
  }
}

/** Where what is done now stands in its trace, for another process to go on from: the value of a `traceparent`. */
export function traceParent(): string | undefined {
  if (provider === undefined) return undefined;
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent;
}

/**
 * Does work that another process has asked for, as a part of its trace.
 * @param parent what `traceParent` said there
 */
export async function traced<T>(
  name: string,
  parent: string | undefined,
  attributes: Attributes,
  work: () => Promise<T>,
): Promise<T> {
  if (provider === undefined) return work();
  const origin = propagation.extract(context.active(), { traceparent: parent });
  const span = tracer.startSpan(name, { kind: SpanKind.CONSUMER, attributes }, origin);
  return context.with(trace.setSpan(origin, span), async () => {
    try {
      return await work();
    } catch (error) {
      // Its name only: a message may quote what a user wrote.
      span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).name });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Says more of what is being done, where it is traced. */
export function annotateSpan(attributes: Attributes): void {
  if (provider !== undefined) trace.getActiveSpan()?.setAttributes(attributes);
}
