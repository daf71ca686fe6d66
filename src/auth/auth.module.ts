import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessGuard } from './access/access.guard.js';
import { AccessTokenStrategy } from './access/access-token.strategy.js';
import { PasswordHasher } from './accounts/password-hasher.js';
import { User } from './accounts/user.entity.js';
import { UsersRepository } from './accounts/users.repository.js';
import { AuthController } from './auth.controller.js';
import { AuthService } from './auth.service.js';
import { Login } from './logins/login.entity.js';
import { LoginsRepository } from './logins/logins.repository.js';
import { RefreshToken } from './logins/refresh-token.entity.js';
import { RevokedLogins } from './logins/revoked-logins.js';
import { AccessTokens } from './tokens/access-tokens.js';
import { SigningKey } from './tokens/signing-key.js';
import { StreamTickets } from './tokens/stream-tickets.js';

/** Accounts, logins, tokens, and the guard before every route of the application. */
@Module({
  imports: [TypeOrmModule.forFeature([User, Login, RefreshToken]), JwtModule.register({})],
  controllers: [AuthController],
  providers: [
    { provide: APP_GUARD, useClass: AccessGuard },
    AccessTokens,
    AccessTokenStrategy,
    AuthService,
    LoginsRepository,
    PasswordHasher,
    RevokedLogins,
    SigningKey,
    StreamTickets,
    UsersRepository,
  ],
})
export class AuthModule {}
