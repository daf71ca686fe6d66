import { type AppConfig } from '../config/index.js';
import { LocalObjects } from './drivers/local/local-objects.js';
import { SignedObjects } from './drivers/local/signed-objects.js';
import { MinioObjects } from './drivers/minio/minio-objects.js';
import { type ObjectStore } from './storage.port.js';

/** The object store the configuration names. Nothing is connected to or written yet: a store may come up later than we do. */
export function createObjectStore(config: AppConfig): ObjectStore {
  const { directory, minio } = config.objects;
  return minio === undefined
    ? new LocalObjects(directory, new SignedObjects(config.auth.secretKey))
    : new MinioObjects(minio);
}
