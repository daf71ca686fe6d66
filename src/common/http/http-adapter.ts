import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { ExpressAdapter } from '@nestjs/platform-express';
import { type Application } from 'express';

/** What Express makes of Node's, which its types leave out. */
interface Prototypes {
  request: IncomingMessage;
  response: ServerResponse;
}

/**
 * Nest on Express, with requests and responses that are Express' from their birth.
 *
 * Express turns Node's into its own by changing their prototype. The V8 of Node 20 (11.3) remembers no transition for what is added to an
 * object after that, so each request and each response got hidden classes of its own, and every access to a property of theirs was a slow one:
 * twice the CPU time of a small request (docs/decisions/0011-what-a-run-costs.md). Where the prototype is the right one already, nothing changes.
 */
export class HttpAdapter extends ExpressAdapter {
  override initHttpServer(): void {
    const app = this.getInstance<Application & Prototypes>();

    class Request extends IncomingMessage {}
    Object.setPrototypeOf(Request.prototype, app.request);
    app.request = Request.prototype;

    class Response extends ServerResponse {}
    Object.setPrototypeOf(Response.prototype, app.response);
    app.response = Response.prototype;

    const classes = { IncomingMessage: Request, ServerResponse: Response };
    this.setHttpServer(createServer(classes, app));
  }

  /** Closes the open connections as well: an event stream must not keep a stopping process alive. */
  override close(): Promise<unknown> | undefined {
    const closed = super.close();
    this.getHttpServer().closeAllConnections();
    return closed;
  }
}
