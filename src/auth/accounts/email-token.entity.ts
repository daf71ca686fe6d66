import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** What the link in a mail is good for. */
export type EmailTokenPurpose = 'verify_email' | 'change_email' | 'reset_password';

/** The secret of a link in a mail, by its hash. It is deleted when it is used. */
@Entity('email_tokens')
export class EmailToken {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'user_id' })
  userId!: string;

  @Column('text')
  purpose!: EmailTokenPurpose;

  /** The address the mail went to, and which its reader has thereby proved to own. */
  @Column('text')
  email!: string;

  /** SHA-256, 32 bytes. */
  @Column('bytea', { name: 'token_hash' })
  tokenHash!: Buffer;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
