import { Injectable } from '@nestjs/common';
import { AccountData, type AccountDataHolder } from '../auth/index.js';
import { FilesService } from '../storage/index.js';

/** Removes the files of an account that is deleted. */
@Injectable()
export class FileErasure implements AccountDataHolder {
  readonly name = 'files';

  constructor(
    accounts: AccountData,
    private readonly files: FilesService,
  ) {
    accounts.register(this);
  }

  erase(userId: string): Promise<void> {
    return this.files.deleteAll(userId);
  }
}
