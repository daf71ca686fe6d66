import { Controller, Delete, Get, Header, HttpCode, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiProduces,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { create as contentDisposition } from 'content-disposition';
import { type Request, type Response } from 'express';
import { CurrentUser, type Principal, RequirePermission } from '../auth/index.js';
import { SECOND, timestamp } from '../common/clock.js';
import { AppError } from '../common/errors/app-error.js';
import { FilePreviews, FilesService, LINK_LIFE, StorageErrors } from '../storage/index.js';
import { FilePreviewDto } from './dto/file-preview.dto.js';
import { FileDto, FileFormDto, FileLinkDto, FilePageDto, FilePageQueryDto } from './dto/file.dto.js';
import { receiveFile } from './multipart-file.js';
import { absoluteUrl, clientGone } from './request-ends.js';
import { sendContent } from './send-content.js';

const DEFAULT_PAGE = 20;

const BYTES = { type: 'string', format: 'binary' };

const FILE_ID = { name: 'id', description: 'The file’s id.' };

/** An id that cannot be one is a file that does not exist. */
const FileId = () =>
  Param('id', new ParseUUIDPipe({ exceptionFactory: () => new AppError(StorageErrors.FILE_NOT_FOUND) }));

@ApiTags('files')
@Controller('files')
export class FilesController {
  constructor(
    private readonly files: FilesService,
    private readonly previews: FilePreviews,
  ) {}

  /** Takes a file. */
  @Post()
  @RequirePermission('files:write')
  @ApiOperation({
    summary: 'Upload a file',
    description:
      'One file a request, in the field `file`. Text, Markdown, JSON, CSV, TSV, XLSX, PDF, PNG, JPEG, WebP and GIF are ' +
      'taken; the content must be what the name and the content type say. The same content is kept once.',
  })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: FileFormDto })
  @ApiCreatedResponse({ type: FileDto })
  async upload(
    @CurrentUser() { userId }: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<FileDto> {
    const gone = clientGone(response);
    return FileDto.from(await receiveFile(request, (file) => this.files.upload(userId, file, gone)));
  }

  /** Lists your files. */
  @Get()
  @RequirePermission('files:read')
  @ApiOperation({ summary: 'List your files, the newest first' })
  @ApiOkResponse({ type: FilePageDto })
  async list(@Query() query: FilePageQueryDto, @CurrentUser() { userId }: Principal): Promise<FilePageDto> {
    const limit = query.limit ?? DEFAULT_PAGE;
    const files = await this.files.list(userId, limit + 1, query.cursor);
    const items = files.slice(0, limit);
    return {
      items: items.map((file) => FileDto.from(file)),
      cursor: files.length > limit ? (items.at(-1)?.id ?? null) : null,
    };
  }

  /** Describes a file. */
  @Get(':id')
  @RequirePermission('files:read')
  @ApiParam(FILE_ID)
  @ApiOperation({ summary: 'Describe a file' })
  @ApiOkResponse({ type: FileDto })
  async get(@FileId() id: string, @CurrentUser() { userId }: Principal): Promise<FileDto> {
    return FileDto.from(await this.files.get(userId, id));
  }

  /** Sends the content. */
  @Get(':id/content')
  @RequirePermission('files:read')
  @ApiParam(FILE_ID)
  @ApiOperation({ summary: 'Download a file', description: 'Takes `Range`, `If-Range` and `If-None-Match`.' })
  @ApiHeader({ name: 'Range', required: false, example: 'bytes=0-1023', description: 'One range of bytes.' })
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({ description: 'The bytes.', schema: BYTES })
  @ApiResponse({ status: 206, description: 'The range of bytes that was asked for.', schema: BYTES })
  @ApiResponse({ status: 304, description: 'Who asks has it already.' })
  async content(
    @FileId() id: string,
    @CurrentUser() { userId }: Principal,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const file = await this.files.get(userId, id);
    await sendContent(request, response, {
      size: file.size,
      etag: `"${file.sha256}"`,
      mediaType: file.mediaType,
      disposition: contentDisposition(file.name),
      open: (range) => this.files.open(file, range),
    });
  }

  /** Makes a link. */
  @Get(':id/url')
  @RequirePermission('files:read')
  @ApiParam(FILE_ID)
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Get a link that opens the file without a login, for five minutes' })
  @ApiOkResponse({ type: FileLinkDto })
  async url(@FileId() id: string, @CurrentUser() { userId }: Principal, @Req() request: Request): Promise<FileLinkDto> {
    const link = await this.files.link(await this.files.get(userId, id));
    return { url: absoluteUrl(request, link), expires_at: timestamp(Date.now() + LINK_LIFE * SECOND) };
  }

  /** Shows the beginning. */
  @Get(':id/preview')
  @RequirePermission('files:read')
  @ApiParam(FILE_ID)
  @ApiOperation({ summary: 'Look at the beginning of a file' })
  @ApiOkResponse({ type: FilePreviewDto })
  async preview(@FileId() id: string, @CurrentUser() { userId }: Principal): Promise<FilePreviewDto> {
    const preview = await this.previews.preview(await this.files.get(userId, id));
    return {
      kind: preview.kind,
      text: preview.kind === 'text' ? preview.text : null,
      rows: preview.kind === 'table' ? preview.rows.map((row) => [...row]) : null,
      thumbnail_url: preview.kind === 'image' ? `/api/v1/files/${id}/thumbnail` : null,
      truncated: preview.kind === 'image' ? false : preview.truncated,
    };
  }

  /** Shows a picture, small. */
  @Get(':id/thumbnail')
  @RequirePermission('files:read')
  @ApiParam(FILE_ID)
  @ApiOperation({ summary: 'Get a small version of a picture' })
  @ApiProduces('image/webp')
  @ApiOkResponse({ description: 'A WebP of at most 320 × 320 pixels.', schema: { type: 'string', format: 'binary' } })
  async thumbnail(
    @FileId() id: string,
    @CurrentUser() { userId }: Principal,
    @Res() response: Response,
  ): Promise<void> {
    const picture = await this.previews.thumbnail(await this.files.get(userId, id));
    // A file never changes; its id may be kept with its picture.
    response.setHeader('Cache-Control', 'private, max-age=86400, immutable').type('image/webp').send(picture);
  }

  /** Deletes a file. */
  @Delete(':id')
  @HttpCode(204)
  @RequirePermission('files:write')
  @ApiParam(FILE_ID)
  @ApiOperation({ summary: 'Delete a file' })
  @ApiNoContentResponse()
  async delete(@FileId() id: string, @CurrentUser() { userId }: Principal): Promise<void> {
    await this.files.delete(userId, id);
  }
}
