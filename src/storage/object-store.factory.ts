import { type AppConfig } from '../config/index.js';
import { LocalObjects } from './drivers/local/local-objects.js';
import { SignedObjects } from './drivers/local/signed-objects.js';
import { type ObjectStore } from './storage.port.js';

/** The drivers by name. */
export const OBJECT_STORES = ['local', 'minio'] as const;
export type ObjectStoreName = (typeof OBJECT_STORES)[number];

/** The object store the configuration names. Nothing is connected to or written yet: a store may come up later than we do. */
export function createObjectStore(config: AppConfig): Promise<ObjectStore> {
  return openObjectStore(config.objects.minio === undefined ? 'local' : 'minio', config);
}

/** One of the stores by name. @throws Error when MinIO is wanted and not configured */
export async function openObjectStore(name: ObjectStoreName, { objects, auth }: AppConfig): Promise<ObjectStore> {
  if (name === 'local') return new LocalObjects(objects.directory, new SignedObjects(auth.secretKey));
  if (objects.minio === undefined) throw new Error('MINIO_ENDPOINT is not set: there is no MinIO to copy from or to.');
  // Its client is half a second of a start, which who has no MinIO is spared.
  const { MinioObjects } = await import('./drivers/minio/minio-objects.js');
  return new MinioObjects(objects.minio);
}
