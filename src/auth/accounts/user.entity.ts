import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import { type Role } from '../access/permissions.js';

/** Somebody with an account. */
@Entity('users')
export class User {
  @PrimaryColumn('uuid')
  id!: string;

  /** Normalised (`normaliseEmail`), so that equality is enough to find it. */
  @Column('text')
  email!: string;

  /** argon2id in PHC form; null for one who signs in only through an identity provider. */
  @Column('text', { name: 'password_hash', nullable: true })
  passwordHash!: string | null;

  @Column('text', { name: 'full_name', nullable: true })
  fullName!: string | null;

  @Column('text', { name: 'company_name', nullable: true })
  companyName!: string | null;

  @Column('text', { default: 'user' })
  role!: Role;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz', name: 'updated_at' })
  updatedAt!: Date;
}
