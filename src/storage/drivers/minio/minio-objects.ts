import { type Readable } from 'node:stream';
import { type BucketItem } from 'minio';
import { type MinioClient, type MinioCopyConditions, type MinioService } from 'nestjs-minio-client';
import { AppError } from '../../../common/errors/app-error.js';
import { assertObjectKey } from '../../object-key.js';
import { StorageErrors } from '../../storage.errors.js';
import {
  type ByteRange,
  ObjectStore,
  type SignedDownload,
  type SignedUpload,
  type StoredObject,
} from '../../storage.port.js';
import { MinioBucket } from './minio-bucket.js';
import { createMinioClient, type MinioSettings } from './minio-client.js';
import { isChanged, isMissing, talkToStore, talkUnlessMissing } from './minio-errors.js';
import { uploadStream } from './multipart-upload.js';

/** Objects in MinIO, or any store that speaks S3. */
export class MinioObjects extends ObjectStore {
  private readonly bucket: string;
  private readonly library: MinioService;
  private readonly client: MinioClient;
  /** Signs URLs for clients, who may know the store by another name. It never connects. */
  private readonly signer: MinioClient;
  private readonly home: MinioBucket;

  constructor(settings: MinioSettings) {
    super();
    this.bucket = settings.bucket;
    this.library = createMinioClient(settings);
    this.client = this.library.client;
    this.signer = createMinioClient(settings, settings.publicEndpoint).client;
    this.home = new MinioBucket(this.client, settings);
  }

  async put(key: string, content: Readable, signal?: AbortSignal): Promise<StoredObject> {
    assertObjectKey(key);
    try {
      await this.home.ready();
      await uploadStream(this.client, { bucket: this.bucket, key }, content, signal);
    } finally {
      content.destroy();
    }
    return this.describe(key);
  }

  async get(key: string, range?: ByteRange): Promise<Readable | undefined> {
    assertObjectKey(key);
    await this.home.ready();
    return talkUnlessMissing(() =>
      range === undefined
        ? this.client.getObject(this.bucket, key)
        : this.client.getPartialObject(this.bucket, key, range.start, range.end - range.start + 1),
    );
  }

  async stat(key: string): Promise<StoredObject | undefined> {
    assertObjectKey(key);
    await this.home.ready();
    return talkUnlessMissing(() => this.describe(key));
  }

  async delete(key: string): Promise<void> {
    assertObjectKey(key);
    await this.home.ready();
    await talkUnlessMissing(() => this.client.removeObject(this.bucket, key));
  }

  async copy(from: string, to: string, ifEtag?: string): Promise<boolean> {
    assertObjectKey(from);
    assertObjectKey(to);
    await this.home.ready();
    const source = `/${this.bucket}/${from}`;
    const conditions = ifEtag === undefined ? undefined : this.onlyIf(ifEtag);
    try {
      await talkToStore(() => this.client.copyObject(this.bucket, to, source, conditions));
      return true;
    } catch (error) {
      if (isMissing(error) || isChanged(error)) return false;
      throw error;
    }
  }

  async *list(prefix: string): AsyncGenerator<StoredObject> {
    await this.home.ready();
    const pages = this.client
      .listObjectsV2(this.bucket, prefix, true)
      [Symbol.asyncIterator]() as AsyncIterator<BucketItem>;
    try {
      for (;;) {
        const { value, done } = await talkToStore(() => pages.next());
        if (done) return;
        const { name, size, etag, lastModified } = value;
        if (name !== undefined) yield { key: name, size, etag: etag ?? '', modifiedAt: lastModified ?? new Date(0) };
      }
    } finally {
      await pages.return?.();
    }
  }

  signDownload(key: string, { expiresIn, mediaType, disposition }: SignedDownload): Promise<string> {
    assertObjectKey(key);
    return this.signer.presignedGetObject(this.bucket, key, expiresIn, {
      'response-content-type': mediaType,
      'response-content-disposition': disposition,
    });
  }

  async signUpload(key: string, { expiresIn }: SignedUpload): Promise<string> {
    assertObjectKey(key);
    // The client writes without us, so the bucket has to be there before.
    await this.home.ready();
    return this.signer.presignedPutObject(this.bucket, key, expiresIn);
  }

  async check(): Promise<void> {
    try {
      await this.home.ready();
    } catch (error) {
      if (await this.home.exists()) throw error;
      // The store answers by now: what kept the bucket from being made may be over.
      await this.home.ready().catch(() => undefined);
    }
    if (!(await this.home.exists())) throw new AppError(StorageErrors.BUCKET_MISSING);
  }

  /** Of the very class the client knows; see `storeCode` for why it cannot be imported. */
  private onlyIf(etag: string): MinioCopyConditions {
    const conditions = Object.create(this.library.copyConditions) as MinioCopyConditions;
    conditions.setMatchETag(etag);
    return conditions;
  }

  private async describe(key: string): Promise<StoredObject> {
    const { size, etag, lastModified } = await talkToStore(() => this.client.statObject(this.bucket, key));
    return { key, size, etag, modifiedAt: lastModified };
  }
}
