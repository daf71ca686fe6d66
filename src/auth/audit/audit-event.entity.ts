import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What can be read in the audit log, as `thing.happened`. */
export const AUDIT_ACTIONS = [
  'account.registered',
  'account.updated',
  'account.deleted',
  'account.suspended',
  'account.restored',
  'account.role_changed',
  'email.verified',
  'email.change_requested',
  'email.changed',
  'password.changed',
  'password.reset_requested',
  'password.reset',
  'login.succeeded',
  'login.failed',
  'login.ended',
  'login.all_ended',
  'login.replay_detected',
  'identity.linked',
  'identity.unlinked',
  'api_key.created',
  'api_key.deleted',
  'access.denied',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** One security event. Rows are never changed; a trigger of the database sees to it. */
@Entity('audit_events')
export class AuditEvent {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('timestamptz', { name: 'occurred_at' })
  occurredAt!: Date;

  @Column('text')
  action!: AuditAction;

  /** Whose account it is about; null where there is none, as for a wrong password to an unknown e-mail. */
  @Column('uuid', { name: 'user_id', nullable: true })
  userId!: string | null;

  /** Who did it, where that is somebody else: an administrator. */
  @Column('uuid', { name: 'actor_id', nullable: true })
  actorId!: string | null;

  @Column('inet', { name: 'ip_address', nullable: true })
  ipAddress!: string | null;

  @Column('text', { name: 'user_agent', nullable: true })
  userAgent!: string | null;

  @Column('text', { name: 'request_id', nullable: true })
  requestId!: string | null;

  /** Ids and words of ours; never a secret, never what a user wrote. */
  @Column('jsonb')
  details!: Readonly<Record<string, unknown>>;
}
