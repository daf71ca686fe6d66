import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';

const PRODUCT = JSON.stringify({
  '@context': 'https://schema.org',
  '@type': 'Product',
  name: 'Electric kettle',
  brand: { '@type': 'Brand', name: 'Acme' },
});
const PAGE = `<!doctype html><title>Kettle</title><script type="application/ld+json">${PRODUCT}</script>`;

/** A shop whose pages `analyze_product_page` reads: each request is an effect of the tool on the outer world. */
export class ProductSite {
  private constructor(private readonly server: Server) {}

  /** @param onRequest called with the path of every request and when its client has left; the page is sent when it resolves */
  static async start(onRequest: (path: string, gone: Promise<void>) => Promise<void>): Promise<ProductSite> {
    const server = createServer((request, response) => {
      const gone = once(response, 'close').then(() => undefined);
      void onRequest(request.url ?? '/', gone).then(() => response.setHeader('content-type', 'text/html').end(PAGE));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new ProductSite(server);
  }

  /** `127.0.0.1:port`, as FETCH_ALLOW_PRIVATE_HOSTS takes it. */
  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
