import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import { type Role } from '../access/permissions.js';

export const USER_STATUSES = ['active', 'suspended', 'deleting'] as const;

/**
 * - `suspended`: an administrator keeps the user out; nothing is lost.
 * - `deleting`: on the way out. It admits nobody, and what is kept elsewhere is being removed.
 */
export type UserStatus = (typeof USER_STATUSES)[number];

/** Somebody with an account. */
@Entity('users')
export class User {
  @PrimaryColumn('uuid')
  id!: string;

  /** Normalised (`normaliseEmail`), so that equality is enough to find it. */
  @Column('text')
  email!: string;

  /** When the owner of the address followed our link, or an identity provider vouched for it; null until then. */
  @Column('timestamptz', { name: 'email_verified_at', nullable: true })
  emailVerifiedAt!: Date | null;

  /** argon2id in PHC form; null for one who signs in only through an identity provider. */
  @Column('text', { name: 'password_hash', nullable: true })
  passwordHash!: string | null;

  @Column('text', { name: 'full_name', nullable: true })
  fullName!: string | null;

  @Column('text', { name: 'company_name', nullable: true })
  companyName!: string | null;

  /** ISO 3166-1 alpha-2. */
  @Column('text', { name: 'company_country', nullable: true })
  companyCountry!: string | null;

  @Column('text', { name: 'company_website', nullable: true })
  companyWebsite!: string | null;

  /** Sealed (`FieldCipher`): personal, and nobody searches by it. */
  @Column('text', { name: 'phone_sealed', nullable: true })
  phoneSealed!: string | null;

  /** Sealed: with name and company it is enough to do business in somebody's name. */
  @Column('text', { name: 'company_tax_id_sealed', nullable: true })
  companyTaxIdSealed!: string | null;

  @Column('text', { default: 'user' })
  role!: Role;

  @Column('text', { default: 'active' })
  status!: UserStatus;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz', name: 'updated_at' })
  updatedAt!: Date;
}
