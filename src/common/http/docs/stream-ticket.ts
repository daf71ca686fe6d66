import { type OpenAPIObject } from '@nestjs/swagger';

const NAME = 'stream_ticket';

/** Adds the stream ticket, as a second way to prove who asks, to the operations that take a `token` in their query. */
export function addStreamTicket(document: OpenAPIObject): void {
  document.components = {
    ...document.components,
    securitySchemes: {
      ...document.components?.securitySchemes,
      [NAME]: {
        type: 'apiKey',
        in: 'query',
        name: 'token',
        description: 'Ticket of /auth/stream-ticket, good for one use, where no `Authorization` header can be sent.',
      },
    },
  };
  for (const { get: operation } of Object.values(document.paths)) {
    const takesTicket = operation?.parameters?.some((one) => 'in' in one && one.in === 'query' && one.name === 'token');
    if (takesTicket) operation?.security?.push({ [NAME]: [] });
  }
}
