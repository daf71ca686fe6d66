import { applyDecorators } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiExtraModels,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  getSchemaPath,
} from '@nestjs/swagger';
import { QueryAnswerDto } from './dto/query-answer.dto.js';

/** Documents the three ways a question is answered: at once, as events, or by its acceptance only. */
export const ApiAnswerResponse = () =>
  applyDecorators(
    ApiExtraModels(QueryAnswerDto),
    ApiOkResponse({
      description: 'The answer; with `stream: true` the events of the run.',
      content: {
        'application/json': { schema: { $ref: getSchemaPath(QueryAnswerDto) } },
        'text/event-stream': { schema: { type: 'string' } },
      },
    }),
    ApiHeader({
      name: 'Last-Event-ID',
      required: false,
      description:
        'The id of the last event seen, where a request with `stream: true` is repeated with its `Idempotency-Key`.',
    }),
    ApiNoContentResponse({ description: 'The run is over, and nothing came after `Last-Event-ID`.' }),
    ApiAcceptedResponse({ description: 'Accepted (`Prefer: respond-async`); `Location` is the run.' }),
  );
