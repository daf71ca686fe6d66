import { Injectable } from '@nestjs/common';
import { HealthIndicatorService } from '@nestjs/terminus';
import { AppError } from '../../common/errors/app-error.js';
import { ObjectStore, StorageErrors } from '../../storage/index.js';
import { BoundedCheck, CheckFailure } from './bounded-check.js';

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
    try {
      await this.objects.check();
      return {};
    } catch (error) {
      if (!(error instanceof AppError) || error.kind !== StorageErrors.BUCKET_MISSING) throw error;
      throw new CheckFailure(error.detail('en'));
    }
  }
}
