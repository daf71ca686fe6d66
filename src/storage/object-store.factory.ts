import { type AppConfig } from '../config/index.js';
import { LocalObjects } from './drivers/local/local-objects.js';
import { SignedObjects } from './drivers/local/signed-objects.js';
import { MinioObjects } from './drivers/minio/minio-objects.js';
import { type ObjectStore } from './storage.port.js';

/** The drivers by name. */
export const OBJECT_STORES = ['local', 'minio'] as const;
export type ObjectStoreName = (typeof OBJECT_STORES)[number];

/** The object store the configuration names. Nothing is connected to or written yet: a store may come up later than we do. */
export function createObjectStore(config: AppConfig): ObjectStore {
  return openObjectStore(config.objects.minio === undefined ? 'local' : 'minio', config);
}

/** One of the stores by name. @throws Error when MinIO is wanted and not configured */
export function openObjectStore(name: ObjectStoreName, { objects, auth }: AppConfig): ObjectStore {
  if (name === 'local') return new LocalObjects(objects.directory, new SignedObjects(auth.secretKey));
  if (objects.minio === undefined) throw new Error('MINIO_ENDPOINT is not set: there is no MinIO to copy from or to.');
  return new MinioObjects(objects.minio);
}
