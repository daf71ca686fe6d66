import http from 'node:http';

/** Below the five seconds after which a Node server closes a connection that is not used: both must not do so at once. */
const UNUSED_FOR = 2_000;

/** Keeps connections for the next request, as a browser does. */
export function keptConnections(): http.Agent {
  return new http.Agent({ keepAlive: true, timeout: UNUSED_FOR });
}
