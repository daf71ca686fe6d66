import { SECOND } from '../../common/clock.js';

/** How long the token before the newest may come again: its answer was lost, or two tabs refreshed at the same time. */
export const ROTATION_GRACE_MS = 10 * SECOND;

/** What of a login decides over a refresh. */
export interface RotationState {
  /** Counts the rotations, from 1. Only a token of this generation is fresh. */
  readonly generation: number;
  /** When the current generation began; null before the first rotation. */
  readonly rotatedAt: Date | null;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
}

/**
 * - `rotate`: the token is fresh; a new generation begins.
 * - `repeat`: its successor was just made; another one of the same generation is given. As soon as one of a generation is
 *   used the others are stale, so a thief gains a fork of the family only until the owner's next refresh.
 * - `replay`: it was used up before. Either a thief or the owner has a copy, nobody can tell who: the family ends.
 * - `over`: the login has ended; nothing is left to protect.
 */
export type RotationVerdict = 'rotate' | 'repeat' | 'replay' | 'over';

/** What becomes of a refresh token of `generation` that is shown at `now`. */
export function judgeRotation(generation: number, login: RotationState, now: Date): RotationVerdict {
  if (login.revokedAt !== null || login.expiresAt <= now) return 'over';
  if (generation === login.generation) return 'rotate';
  const isImmediateParent = generation === login.generation - 1;
  const sinceRotation = now.getTime() - (login.rotatedAt?.getTime() ?? 0);
  return isImmediateParent && sinceRotation <= ROTATION_GRACE_MS ? 'repeat' : 'replay';
}
