import { type INestApplication } from '@nestjs/common';
import { DocumentBuilder, getSchemaPath, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { VERSION } from '../../version.js';
import { PROBLEM_MEDIA_TYPE } from '../problem.js';
import { FieldIssueDto, ProblemDto } from '../problem.dto.js';
import { addErrorCodes } from './error-code.js';
import { sortEnums } from './sort-enums.js';
import { addStreamTicket } from './stream-ticket.js';

const DESCRIPTION = `The HTTP API of an AI assistant for B2B trade. Every figure in an answer carries its source and date.

Errors are \`application/problem+json\` (RFC 9457), in Chinese or English by \`Accept-Language\`; the codes are listed at [/errors](/errors).
Times are RFC 3339 in UTC, ids are strings, field names are snake_case.`;

/** The OpenAPI document of what the application serves. Needs no connection, so it can be made in preview mode. */
export function createOpenApiDocument(app: INestApplication): OpenAPIObject {
  const base = new DocumentBuilder()
    .setOpenAPIVersion('3.0.3')
    .setTitle('TradeFlow')
    .setDescription(DESCRIPTION)
    .setVersion(VERSION)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/', 'This server')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'Access token of /auth/login.' })
    .addGlobalResponse({
      // The typing knows numbers only; OpenAPI's word for "any other status" is `default`.
      status: 'default',
      description: 'Any error.',
      headers: {
        'Retry-After': {
          description: 'Seconds after which a retry makes sense, where that is known.',
          schema: { type: 'integer', minimum: 0 },
        },
        'Content-Language': {
          description: 'The language of the texts.',
          schema: { type: 'string', enum: ['en', 'zh'] },
        },
      },
      content: { [PROBLEM_MEDIA_TYPE]: { schema: { $ref: getSchemaPath(ProblemDto) } } },
    })
    .build();
  const document = SwaggerModule.createDocument(app, base, {
    extraModels: [ProblemDto, FieldIssueDto],
    operationIdFactory: (controller, method) => operationId(controller, method),
  });
  addErrorCodes(document);
  addStreamTicket(document);
  return sortEnums(document);
}

/** `AgentController.query` → `agentQuery`: what generators of clients name their functions by. */
function operationId(controller: string, method: string): string {
  const subject = controller.replace(/Controller$/, '');
  return subject.charAt(0).toLowerCase() + subject.slice(1) + method.charAt(0).toUpperCase() + method.slice(1);
}
