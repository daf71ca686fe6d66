import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessGuard } from './access/access.guard.js';
import { AccessTokenStrategy } from './access/access-token.strategy.js';
import { CredentialWatch } from './access/credential-watch.js';
import { RevokedCredentials } from './access/revoked-credentials.js';
import { VerifiedTokens } from './access/verified-tokens.js';
import { AccountCloser } from './accounts/account-closer.js';
import { AccountController } from './accounts/account.controller.js';
import { AccountData } from './accounts/account-data.js';
import { AccountDeletionService } from './accounts/account-deletion.service.js';
import { AccountMails } from './accounts/account-mails.js';
import { EmailService } from './accounts/email.service.js';
import { EmailToken } from './accounts/email-token.entity.js';
import { EmailTokensRepository } from './accounts/email-tokens.repository.js';
import { MailAllowance } from './accounts/mail-allowance.js';
import { PasswordHasher } from './accounts/password-hasher.js';
import { PasswordPolicy } from './accounts/password-policy.js';
import { PasswordService } from './accounts/password.service.js';
import { ProfileService } from './accounts/profile.service.js';
import { SealedFields } from './accounts/sealed-fields.js';
import { User } from './accounts/user.entity.js';
import { UsersRepository } from './accounts/users.repository.js';
import { AdminCommands } from './admin/admin-commands.js';
import { AdminController } from './admin/admin.controller.js';
import { AdminService } from './admin/admin.service.js';
import { ApiKey } from './api-keys/api-key.entity.js';
import { ApiKeyAuthenticator } from './api-keys/api-key-authenticator.js';
import { ApiKeysController } from './api-keys/api-keys.controller.js';
import { ApiKeysRepository } from './api-keys/api-keys.repository.js';
import { ApiKeysService } from './api-keys/api-keys.service.js';
import { AuditController } from './audit/audit.controller.js';
import { AuditEvent } from './audit/audit-event.entity.js';
import { AuditLog } from './audit/audit-log.js';
import { AuditRepository } from './audit/audit.repository.js';
import { AuthController } from './auth.controller.js';
import { AuthMaintenance } from './auth-maintenance.js';
import { AuthService } from './auth.service.js';
import { BackgroundWork } from './background-work.js';
import { FieldCipher } from './encryption/field-cipher.js';
import { Login } from './logins/login.entity.js';
import { LoginSessions } from './logins/login-sessions.js';
import { LoginsController } from './logins/logins.controller.js';
import { LoginsRepository } from './logins/logins.repository.js';
import { LoginsService } from './logins/logins.service.js';
import { RefreshToken } from './logins/refresh-token.entity.js';
import { MailModule } from './mail/mail.module.js';
import { IdentitiesController } from './oauth/identities.controller.js';
import { IdentitiesRepository } from './oauth/identities.repository.js';
import { Identity } from './oauth/identity.entity.js';
import { LinkTickets } from './oauth/link-tickets.js';
import { OAuthAuthenticator } from './oauth/oauth-authenticator.js';
import { OAuthController } from './oauth/oauth.controller.js';
import { OAuthProviders } from './oauth/oauth-providers.js';
import { OAuthService } from './oauth/oauth.service.js';
import { OneTimeCodes } from './oauth/one-time-codes.js';
import { LoginLock } from './rate-limits/login-lock.js';
import { RateLimitGuard } from './rate-limits/rate-limit.guard.js';
import { RateLimits } from './rate-limits/rate-limits.js';
import { AccessTokens } from './tokens/access-tokens.js';
import { JwksController } from './tokens/jwks.controller.js';
import { SigningKeys } from './tokens/signing-keys.js';
import { StreamTickets } from './tokens/stream-tickets.js';

const entities = [User, EmailToken, Login, RefreshToken, ApiKey, Identity, AuditEvent];

/** In the order a request meets them: who is it, then how often do they come. */
const guards = [
  { provide: APP_GUARD, useClass: AccessGuard },
  { provide: APP_GUARD, useClass: RateLimitGuard },
];
const access = [AccessTokenStrategy, CredentialWatch, RevokedCredentials, VerifiedTokens, LoginLock, RateLimits];
const tokens = [AccessTokens, SigningKeys, StreamTickets, FieldCipher];
const accounts = [
  AccountCloser,
  AccountData,
  AccountDeletionService,
  AccountMails,
  BackgroundWork,
  EmailService,
  EmailTokensRepository,
  MailAllowance,
  PasswordHasher,
  PasswordPolicy,
  PasswordService,
  ProfileService,
  SealedFields,
  UsersRepository,
];
const logins = [AuthService, LoginSessions, LoginsRepository, LoginsService];
const apiKeys = [ApiKeyAuthenticator, ApiKeysRepository, ApiKeysService];
const oauth = [IdentitiesRepository, LinkTickets, OAuthAuthenticator, OAuthProviders, OAuthService, OneTimeCodes];
const administration = [AdminCommands, AdminService, AuditLog, AuditRepository, AuthMaintenance];

/** Accounts, logins, tokens, and the guards before every route of the application. */
@Module({
  imports: [TypeOrmModule.forFeature(entities), JwtModule.register({}), MailModule],
  controllers: [
    AuthController,
    AccountController,
    LoginsController,
    ApiKeysController,
    OAuthController,
    IdentitiesController,
    AuditController,
    AdminController,
    JwksController,
  ],
  providers: [...guards, ...access, ...tokens, ...accounts, ...logins, ...apiKeys, ...oauth, ...administration],
  exports: [AccountData, AdminCommands, CredentialWatch, RateLimits],
})
export class AuthModule {}
