import { Body, Controller, Header, HttpCode, Param, ParseUUIDPipe, Post, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { CurrentUser, type Principal, RequirePermission } from '../auth/index.js';
import { AppError } from '../common/errors/app-error.js';
import { DirectUploads, StorageErrors } from '../storage/index.js';
import { FileDto } from './dto/file.dto.js';
import { BeginUploadDto, UploadDto } from './dto/upload.dto.js';
import { absoluteUrl, clientGone } from './request-ends.js';

@ApiTags('files')
@Controller('files/uploads')
export class UploadsController {
  constructor(private readonly uploads: DirectUploads) {}

  /** Begins an upload straight to the store. */
  @Post()
  @RequirePermission('files:write')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Begin an upload straight to the store',
    description: 'Send the bytes to `url` with `method` and `headers`, then complete the upload.',
  })
  @ApiCreatedResponse({ type: UploadDto })
  async begin(
    @Body() { name, size, media_type: mediaType }: BeginUploadDto,
    @CurrentUser() { userId }: Principal,
    @Req() request: Request,
  ): Promise<UploadDto> {
    const ticket = await this.uploads.begin(userId, { name, size, mediaType });
    return UploadDto.from(ticket, absoluteUrl(request, ticket.url));
  }

  /** Makes what was uploaded a file. */
  @Post(':upload_id/complete')
  @HttpCode(200)
  @RequirePermission('files:write')
  @ApiParam({ name: 'upload_id', description: 'The upload’s id, as its beginning gave it.' })
  @ApiOperation({ summary: 'Make what was uploaded a file', description: 'Repeating it gives the same file.' })
  @ApiOkResponse({ type: FileDto })
  async complete(
    @Param('upload_id', new ParseUUIDPipe({ exceptionFactory: () => new AppError(StorageErrors.UPLOAD_NOT_FOUND) }))
    uploadId: string,
    @CurrentUser() { userId }: Principal,
    @Res({ passthrough: true }) response: Response,
  ): Promise<FileDto> {
    return FileDto.from(await this.uploads.complete(userId, uploadId, clientGone(response)));
  }
}
