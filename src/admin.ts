import { NestFactory } from '@nestjs/core';
import { AdminCommands, AuthModule } from './auth/index.js';
import { CacheModule } from './cache/index.js';
import { runProcess } from './common/process/run-process.js';
import { ConfigModule, loadConfig } from './config/index.js';
import { DatabaseModule } from './database/index.js';
import { Module } from '@nestjs/common';
import { TelemetryModule } from './telemetry/index.js';

const USAGE = `npm run admin -- grant EMAIL     makes a registered user an administrator
npm run admin -- revoke EMAIL    makes an administrator a user again
npm run admin -- reencrypt       seals sensitive fields with the first of DATA_ENCRYPTION_KEYS
`;

/** What of the application a command needs: accounts and their stores. */
@Module({ imports: [ConfigModule, TelemetryModule, DatabaseModule, CacheModule, AuthModule] })
class AdminModule {}

/** `npm run admin`: for who may log in to the machine. There is no administrator, and no password, by default. */
await runProcess('The command', async () => {
  const [command, email] = process.argv.slice(2);
  const isKnown = (command === 'reencrypt' && !email) || ((command === 'grant' || command === 'revoke') && email);
  if (!isKnown) {
    process.stdout.write(USAGE);
    process.exitCode = 2;
    return;
  }
  loadConfig();
  const app = await NestFactory.createApplicationContext(AdminModule, { abortOnError: false, logger: ['error'] });
  try {
    const commands = app.get(AdminCommands);
    const result =
      command === 'reencrypt' ? commands.reencrypt() : commands[command as 'grant' | 'revoke'](email ?? '');
    process.stdout.write(`${await result}\n`);
  } finally {
    await app.close();
  }
});
