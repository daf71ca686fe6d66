import { Injectable } from '@nestjs/common';
import { newId } from '../../common/ids.js';
import { type RequestOrigin } from '../access/request-origin.js';
import { type AuditAction } from './audit-event.entity.js';
import { AuditRepository } from './audit.repository.js';

/** A security event, as it is reported. */
export interface SecurityEvent {
  readonly action: AuditAction;
  readonly userId: string | null;
  /** Left out where the user did it. */
  readonly actorId?: string;
  /** Null for what no request asked for, such as a command of the operator. */
  readonly origin: RequestOrigin | null;
  /** Ids and words of ours; never a secret, never what a user wrote. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Writes down who did what, when, and from where. What cannot be written down does not happen: callers await it. */
@Injectable()
export class AuditLog {
  constructor(private readonly events: AuditRepository) {}

  async record({ action, userId, actorId, origin, details }: SecurityEvent): Promise<void> {
    await this.events.append({
      id: newId(),
      occurredAt: new Date(),
      action,
      userId,
      actorId: actorId ?? null,
      ipAddress: origin?.ipAddress ?? null,
      userAgent: origin?.userAgent ?? null,
      requestId: origin?.requestId ?? null,
      details: details ?? {},
    });
  }
}
