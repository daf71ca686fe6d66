import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { type Connection } from 'mongoose';
import { SECOND } from '../common/clock.js';
import { AppConfig } from '../config/index.js';
import { connectMongo } from './mongo-options.js';

/**
 * The one connection to MongoDB, where MONGODB_URL is set. mongoose is loaded only then. Once connected it heals by itself:
 * while the server is away an operation fails after SERVER_SELECTION and is told as DEPENDENCY_UNAVAILABLE.
 */
@Injectable()
export class MongoDatabase implements OnApplicationShutdown {
  private readonly logger = new Logger(MongoDatabase.name);
  private connecting: Promise<Connection> | undefined;

  constructor(private readonly config: AppConfig) {}

  /** Whether this installation has a MongoDB. */
  get configured(): boolean {
    return this.config.mongodb !== undefined;
  }

  /** @throws Error a sentence for the operator, when the server does not answer at the start */
  connect(): Promise<Connection> {
    this.connecting ??= this.open();
    return this.connecting;
  }

  /** Proves that the server serves. @throws MongoServerSelectionError or the like */
  async ping(): Promise<void> {
    const connection = await this.connect();
    await connection.db?.admin().command({ ping: 1, maxTimeMS: 1 * SECOND });
  }

  /** Runs after every module has ended its work. */
  async onApplicationShutdown(): Promise<void> {
    const connection = await this.connecting?.catch(() => undefined);
    await connection?.close();
  }

  private async open(): Promise<Connection> {
    if (this.config.mongodb === undefined) throw new Error('There is no MongoDB: MONGODB_URL is not set.');
    const connection = await connectMongo(this.config.mongodb.url);
    connection.on('disconnected', () => this.logger.warn('MongoDB is not reachable'));
    connection.on('connected', () => this.logger.log('MongoDB serves again'));
    return connection;
  }
}
