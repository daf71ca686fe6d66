import { Injectable } from '@nestjs/common';
import { DataSource, LessThan, type Repository } from 'typeorm';
import { AuditEvent } from './audit-event.entity.js';

/** Which events are asked for. */
export interface AuditFilter {
  /** Undefined: everybody's. */
  readonly userId?: string;
  readonly action?: string;
  /** Only events older than the one with this id. */
  readonly before?: string;
  readonly limit: number;
}

/** Keeps the audit log: adds, reads, and forgets what is older than the retention. */
@Injectable()
export class AuditRepository {
  private readonly events: Repository<AuditEvent>;

  constructor(dataSource: DataSource) {
    this.events = dataSource.getRepository(AuditEvent);
  }

  async append(event: AuditEvent): Promise<void> {
    await this.events.insert(event as Parameters<typeof this.events.insert>[0]);
  }

  /** Newest first. Ids sort by time, so the id is the position too. */
  list({ userId, action, before, limit }: AuditFilter): Promise<AuditEvent[]> {
    return this.events.find({
      where: {
        ...(userId && { userId }),
        ...(action && { action: action as never }),
        ...(before && { id: LessThan(before) }),
      },
      order: { id: 'DESC' },
      take: limit,
    });
  }

  async forgetBefore(date: Date): Promise<void> {
    await this.events.delete({ occurredAt: LessThan(date) });
  }
}
