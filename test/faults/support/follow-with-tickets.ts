import { EventSource } from 'eventsource';
import { type ApiClient } from '../../support/api-client.js';

export interface TicketFollower {
  /** The event to go on after; from the first one on when left out. */
  readonly lastEventId?: string | undefined;
  /**
   * Whether it lets the EventSource come back by itself, which takes three seconds: with a ticket that is used up, so that it is refused
   * and gives up. Else it does not wait for that.
   */
  readonly patient?: boolean;
}

/**
 * Follows a stream as a page does whose token must not stand in a URL: with npm's EventSource, and after every cut with a new ticket and
 * the id it saw last.
 * @param user who gets the tickets  @param network origin by which the stream is reached  @param path of the stream
 * @returns id and data of every event until a run is done
 */
export async function followWithTickets(
  user: ApiClient,
  network: string,
  path: string,
  { lastEventId, patient = false }: TicketFollower = {},
): Promise<[string, string][]> {
  const seen: [string, string][] = [];
  for (let over = false; !over;) {
    const { json } = await user.post<{ ticket: string }>('/auth/stream-ticket');
    const url = new URL(user.at(network).url(path));
    url.searchParams.set('token', json.ticket);
    const last = seen.at(-1)?.[0] ?? lastEventId;
    if (last !== undefined) url.searchParams.set('last_event_id', last);
    over = await readInto(seen, new EventSource(url), patient);
  }
  return seen;
}

/** @returns whether the run is done; else the connection was lost */
function readInto(seen: [string, string][], source: EventSource, patient: boolean): Promise<boolean> {
  return new Promise((resolve) => {
    const leave = (over: boolean) => {
      source.close();
      resolve(over);
    };
    source.onmessage = ({ lastEventId, data }: { lastEventId: string; data: string }) => {
      seen.push([lastEventId, data]);
      if ((JSON.parse(data) as { type: string }).type === 'done') leave(true);
    };
    source.onerror = () => {
      if (!patient || source.readyState === source.CLOSED) leave(false);
    };
  });
}
