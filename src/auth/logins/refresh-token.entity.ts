import { Column, CreateDateColumn, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Login } from './login.entity.js';

/** A refresh token, by its hash. Used ones are kept while their login lives: that is how a replay is recognised. */
@Entity('refresh_tokens')
export class RefreshToken {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'login_id' })
  loginId!: string;

  @ManyToOne(() => Login)
  @JoinColumn({ name: 'login_id' })
  login!: Relation<Login>;

  /** The login's generation it was made for; older than the login's own means used up. */
  @Column('integer')
  generation!: number;

  /** SHA-256, 32 bytes. */
  @Column('bytea', { name: 'token_hash' })
  tokenHash!: Buffer;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;
}
