import { Injectable } from '@nestjs/common';
import { HealthIndicatorService } from '@nestjs/terminus';
import { ObjectStore } from '../../storage/index.js';
import { BoundedCheck } from './bounded-check.js';

/**
 * Where the files are. Not part of readiness: without it every question but those with files is answered, and a route of files says 503
 * by itself; taking all APIs out of service would make it worse.
 */
@Injectable()
export class ObjectStoreCheck extends BoundedCheck {
  constructor(
    indicators: HealthIndicatorService,
    private readonly objects: ObjectStore,
  ) {
    super(indicators, 'object_store');
  }

  protected async measure() {
    await this.objects.check();
    return {};
  }
}
