import { eventually } from '../../faults/support/eventually.js';
import { FakeServer } from '../providers/fake-server.js';

/** A span as a collector is told of it. */
export interface SeenSpan {
  readonly service: string;
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

interface ExportedSpan extends Omit<SeenSpan, 'service' | 'attributes'> {
  readonly attributes: readonly Attribute[];
}

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface Exported {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly ExportedSpan[] }[];
  }[];
}

/** Takes spans, by OpenTelemetry's protocol over HTTP in JSON. */
export class FakeCollector {
  private constructor(private readonly server: FakeServer) {}

  static async start(): Promise<FakeCollector> {
    return new FakeCollector(await FakeServer.start(() => ({ body: {} })));
  }

  get url(): string {
    return this.server.url;
  }

  /** All that came, as text. */
  get text(): string {
    return this.server.seen.map(({ body }) => body).join('\n');
  }

  /** The spans of a trace, once all of them have come. */
  async waitFor(traceId: string, complete: (spans: readonly SeenSpan[]) => boolean): Promise<readonly SeenSpan[]> {
    await eventually('The spans', async () => complete(this.spansOf(traceId)));
    return this.spansOf(traceId);
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  private spansOf(traceId: string): SeenSpan[] {
    return this.server.seen
      .filter(({ url }) => url.pathname === '/v1/traces')
      .flatMap(({ body }) => (JSON.parse(body) as Exported).resourceSpans)
      .flatMap(({ resource, scopeSpans }) => {
        const service = String(valuesOf(resource.attributes)['service.name']);
        const spans = scopeSpans.flatMap((scope) => scope.spans);
        return spans.map((span) => ({ ...span, service, attributes: valuesOf(span.attributes) }));
      })
      .filter((span) => span.traceId === traceId);
  }
}

function valuesOf(attributes: readonly Attribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
