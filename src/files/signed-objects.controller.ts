import { Controller, Get, HttpCode, Param, Put, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { Public } from '../auth/index.js';
import { AppError } from '../common/errors/app-error.js';
import { CommonErrors } from '../common/errors/common.errors.js';
import { ContentMeter, ObjectStore, type ObjectPermit, SignedObjects, StorageErrors } from '../storage/index.js';
import { clientGone, pipeBody } from './request-ends.js';
import { sendContent } from './send-content.js';

/** Opens the URLs that the local object store signs. Where objects are in MinIO, it serves its own and none of ours exist. */
@ApiExcludeController()
@Controller('files/objects')
export class SignedObjectsController {
  constructor(
    private readonly objects: ObjectStore,
    private readonly signed: SignedObjects,
  ) {}

  /** Sends the object the signature is for. */
  @Get(':token')
  @Public()
  async download(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { key, type, disposition } = this.permit(token, 'get');
    const object = await this.objects.stat(key);
    if (object === undefined) throw new AppError(StorageErrors.FILE_NOT_FOUND);
    await sendContent(request, response, {
      size: object.size,
      etag: `"${object.etag}"`,
      mediaType: type,
      disposition,
      open: async (range) => {
        const content = await this.objects.get(key, range);
        if (content === undefined) throw new AppError(StorageErrors.FILE_NOT_FOUND);
        return content;
      },
    });
  }

  /** Takes the object the signature is for, and not a byte more than it was to have. */
  @Put(':token')
  @HttpCode(200)
  @Public()
  async upload(
    @Param('token') token: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    const { key, size } = this.permit(token, 'put');
    // What says that it is JSON has been read as such by now.
    if (request.is(['json', '+json'])) throw new AppError(CommonErrors.UNSUPPORTED_MEDIA_TYPE);
    const tooMuch = () => new AppError(CommonErrors.PAYLOAD_TOO_LARGE, { params: { limit: `${size} B` } });
    const meter = new ContentMeter(size, tooMuch);
    const gone = clientGone(response);
    const letGo = pipeBody(request, meter);
    try {
      await this.objects.put(key, meter, gone);
    } catch (error) {
      throw request.complete ? error : new AppError(CommonErrors.MALFORMED_BODY, { cause: error });
    } finally {
      letGo();
    }
  }

  private permit<Op extends ObjectPermit['op']>(token: string, op: Op): Extract<ObjectPermit, { op: Op }> {
    const permit = this.signed.verify(token);
    if (permit?.op !== op) throw new AppError(StorageErrors.SIGNED_URL_NOT_VALID);
    return permit as Extract<ObjectPermit, { op: Op }>;
  }
}
