import { Module } from '@nestjs/common';
import { AppConfig } from '../config/index.js';
import { SignedObjects } from './drivers/local/signed-objects.js';
import { DirectUploads } from './files/direct-uploads.js';
import { DoomedObjectsRepository } from './files/doomed-objects.repository.js';
import { FileIntake } from './files/file-intake.js';
import { FileJanitor } from './files/file-janitor.js';
import { FileQuota } from './files/file-quota.js';
import { FilesRepository } from './files/files.repository.js';
import { FilesService } from './files/files.service.js';
import { UploadsRepository } from './files/uploads.repository.js';
import { createObjectStore } from './object-store.factory.js';
import { FilePreviews } from './reading/file-previews.js';
import { FileReader } from './reading/file-reader.js';
import { ObjectStore } from './storage.port.js';

/** Objects, in the store that the configuration names, and the files of users. */
@Module({
  providers: [
    { provide: ObjectStore, inject: [AppConfig], useFactory: createObjectStore },
    {
      provide: SignedObjects,
      inject: [AppConfig],
      useFactory: (config: AppConfig) => new SignedObjects(config.auth.secretKey),
    },
    { provide: FileQuota, inject: [AppConfig], useFactory: (config: AppConfig) => new FileQuota(config.files) },
    DirectUploads,
    DoomedObjectsRepository,
    FileIntake,
    FileJanitor,
    FilePreviews,
    FileReader,
    FilesRepository,
    FilesService,
    UploadsRepository,
  ],
  exports: [ObjectStore, SignedObjects, FilesService, DirectUploads, FileReader, FilePreviews],
})
export class StorageModule {}
