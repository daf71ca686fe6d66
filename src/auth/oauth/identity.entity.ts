import { Column, CreateDateColumn, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { User } from '../accounts/user.entity.js';
import { type OAuthProviderName } from './oauth-profile.js';

/** An account at an identity provider that opens an account of ours. */
@Entity('identities')
export class Identity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'user_id' })
  userId!: string;

  @ManyToOne(() => User)
  @JoinColumn({ name: 'user_id' })
  user!: Relation<User>;

  @Column('text')
  provider!: OAuthProviderName;

  /** The provider's own id of the account; it never changes, unlike an e-mail. */
  @Column('text')
  subject!: string;

  /** Sealed (`FieldCipher`): often a private address, which TradeFlow only shows to its owner. */
  @Column('text', { name: 'email_sealed' })
  emailSealed!: string;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;
}
