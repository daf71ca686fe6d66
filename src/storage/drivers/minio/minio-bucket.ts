import { Logger } from '@nestjs/common';
import { type LifecycleRule } from 'minio';
import { type MinioClient } from 'nestjs-minio-client';
import { TEMPORARY_PREFIX } from '../../object-keys.js';
import { type MinioSettings } from './minio-client.js';
import { storeCode, talkToStore } from './minio-errors.js';

/** How long the store keeps what was deleted, where the bucket is versioned. */
const DELETED_DAYS = 30;

/** Uploads end long before; what is still there was forgotten by everyone. */
const TEMPORARY_DAYS = 2;

/** The bucket as the configuration has it: made, versioned, and with the rules that clean it up. */
export class MinioBucket {
  private readonly logger = new Logger(MinioBucket.name);
  private prepared: Promise<void> | undefined;

  constructor(
    private readonly client: MinioClient,
    private readonly settings: MinioSettings,
  ) {}

  /** Prepares the bucket once; when that fails, because the store is down, the next call tries again. */
  ready(): Promise<void> {
    this.prepared ??= this.prepare().catch((error: unknown) => {
      this.prepared = undefined;
      throw error;
    });
    return this.prepared;
  }

  /** Whether it is there now: somebody may have removed it since it was prepared. */
  exists(): Promise<boolean> {
    return talkToStore(() => this.client.bucketExists(this.settings.bucket));
  }

  private async prepare(): Promise<void> {
    await talkToStore(() => this.make());
    if (this.settings.versioning) await this.permitted('version it', () => this.version());
    await this.permitted('give it lifecycle rules', () => this.addRules());
  }

  private async make(): Promise<void> {
    const { bucket, region } = this.settings;
    if (await this.client.bucketExists(bucket)) return;
    await this.client.makeBucket(bucket, region).catch((error: unknown) => {
      // Another process of ours was faster.
      if (storeCode(error) !== 'BucketAlreadyOwnedByYou') throw error;
    });
  }

  private version(): Promise<void> {
    return this.client.setBucketVersioning(this.settings.bucket, { Status: 'Enabled' });
  }

  /** Rules of others stay as they are. */
  private async addRules(): Promise<void> {
    const { bucket } = this.settings;
    const present = await this.presentRules();
    const missing = this.rules().filter(({ ID }) => !present.some((rule) => rule.ID === ID));
    if (missing.length > 0) await this.client.setBucketLifecycle(bucket, { Rule: [...present, ...missing] });
  }

  private rules(): LifecycleRule[] {
    const temporary: LifecycleRule = {
      ID: 'tradeflow-temporary',
      Status: 'Enabled',
      Filter: { Prefix: TEMPORARY_PREFIX },
      Expiration: { Days: TEMPORARY_DAYS },
    };
    const deleted: LifecycleRule = {
      ID: 'tradeflow-deleted',
      Status: 'Enabled',
      Filter: { Prefix: '' },
      NoncurrentVersionExpiration: { NoncurrentDays: DELETED_DAYS },
    };
    return this.settings.versioning ? [temporary, deleted] : [temporary];
  }

  private async presentRules(): Promise<LifecycleRule[]> {
    try {
      const { Rule: rules = [] } = (await this.client.getBucketLifecycle(this.settings.bucket)) ?? {};
      return [rules].flat();
    } catch (error) {
      if (storeCode(error) === 'NoSuchLifecycleConfiguration') return [];
      throw error;
    }
  }

  /** A key that may use the bucket but not manage it is common; what it may not do is then its administrator's to do. */
  private async permitted(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await talkToStore(work);
    } catch (error) {
      const code = storeCode((error as Error).cause);
      if (!['AccessDenied', 'NotImplemented'].includes(code)) throw error;
      this.logger.warn({ bucket: this.settings.bucket, code }, `The bucket's owner has to ${what}`);
    }
  }
}
