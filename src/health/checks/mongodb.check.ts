import { Injectable } from '@nestjs/common';
import { HealthIndicatorService } from '@nestjs/terminus';
import { MongoDatabase } from '../../database/index.js';
import { BoundedCheck } from './bounded-check.js';

/** MongoDB, where the conversations are kept in it. */
@Injectable()
export class MongodbCheck extends BoundedCheck {
  constructor(
    indicators: HealthIndicatorService,
    private readonly mongo: MongoDatabase,
  ) {
    super(indicators, 'mongodb');
  }

  /** Whether this installation has a MongoDB to ask. */
  get configured(): boolean {
    return this.mongo.configured;
  }

  protected async measure() {
    await this.mongo.ping();
    return {};
  }
}
