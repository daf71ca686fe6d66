import { type Socket } from 'node:net';

/** How often a socket is looked at within the time it may be silent. */
const LOOKS = 16;

/** What is said over a socket, as far as its silence goes. */
export interface Conversation {
  /** Whether an answer is outstanding: only then is silence a sign of anything. */
  readonly awaits: () => boolean;
  /** Asks for any answer, over a socket on which one only listens; called while nothing comes and nothing is awaited. */
  readonly ask?: () => void;
}

/** The other end took what was said and never answered. The code is the one Node has for a connection that timed out. */
export class SilentSocketError extends Error {
  readonly code = 'ETIMEDOUT';

  constructor(limit: number) {
    super(`Nothing came for ${limit} ms although an answer was due`);
  }
}

/**
 * Destroys a socket when an answer is due and not a byte comes for so long. A node that is lost, or a NAT or proxy that forgets the
 * connection, closes nothing: without this its end is never heard of.
 *
 * It costs nothing per answer, as the socket counts what it reads. It counts its own looks instead of the time that has passed: a process
 * that was held up itself has not heard what has long been there.
 */
export function endWhenSilent(socket: Socket, limit: number, { awaits, ask }: Conversation): void {
  let read = socket.bytesRead;
  let silentLooks = 0;
  const look = () => {
    const heard = socket.bytesRead !== read;
    read = socket.bytesRead;
    if (heard || !awaits()) {
      silentLooks = 0;
      if (!heard) ask?.();
      return;
    }
    silentLooks += 1;
    if (silentLooks > LOOKS) socket.destroy(new SilentSocketError(limit));
  };
  const looking = setInterval(look, limit / LOOKS).unref();
  socket.once('close', () => clearInterval(looking));
}
