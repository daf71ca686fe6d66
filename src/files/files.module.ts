import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { StorageModule } from '../storage/index.js';
import { FileErasure } from './file-erasure.js';
import { FilesController } from './files.controller.js';
import { SignedObjectsController } from './signed-objects.controller.js';
import { UploadsController } from './uploads.controller.js';

/** Files over HTTP. */
@Module({
  imports: [StorageModule, AuthModule],
  controllers: [UploadsController, SignedObjectsController, FilesController],
  providers: [FileErasure],
})
export class FilesModule {}
