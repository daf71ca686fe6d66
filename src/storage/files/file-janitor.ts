import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { MINUTE } from '../../common/clock.js';
import { ObjectStore } from '../storage.port.js';
import { DoomedObjectsRepository } from './doomed-objects.repository.js';
import { UploadsRepository } from './uploads.repository.js';

const INTERVAL = 1 * MINUTE;
const BATCH = 50;

/** Deletes the objects of deleted files, ended accounts and uploads that failed. Every process may run one. */
@Injectable()
export class FileJanitor implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(FileJanitor.name);
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();

  constructor(
    private readonly objects: ObjectStore,
    private readonly doomed: DoomedObjectsRepository,
    private readonly uploads: UploadsRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.sweepSoon(), INTERVAL).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.round;
  }

  /** Begins a round after the one that is at work. Returns at once; what fails is logged, and left for the next round. */
  sweepSoon(): void {
    this.round = this.round
      .then(() => this.sweep())
      .catch((error: unknown) => this.logger.warn({ err: error }, 'Objects could not be deleted; trying again later'));
  }

  /** Deletes everything that is due. */
  async sweep(): Promise<void> {
    await this.uploads.removeOld();
    while ((await this.doomed.execute(BATCH, (keys) => this.deleteAll(keys))) === BATCH);
  }

  private async deleteAll(keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.objects.delete(key);
  }
}
