import { applyDecorators } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiExtraModels,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  getSchemaPath,
} from '@nestjs/swagger';
import { AcceptedRunDto } from './dto/accepted-run.dto.js';
import { QueryAnswerDto } from './dto/query-answer.dto.js';

/** Documents the headers of a question, and the three ways it is answered: at once, as events, or by its acceptance only. */
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
      name: 'Idempotency-Key',
      required: false,
      description:
        'Makes repeating the request safe: the same key and body get the same run for 24 hours, also where it failed or was cancelled.',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    }),
    ApiHeader({
      name: 'Prefer',
      required: false,
      description: '`respond-async` answers 202 with the run’s `Location`.',
    }),
    ApiHeader({
      name: 'Last-Event-ID',
      required: false,
      description:
        'The id of the last event seen, where a request with `stream: true` is repeated with its `Idempotency-Key`.',
    }),
    ApiNoContentResponse({ description: 'The run is over, and nothing came after `Last-Event-ID`.' }),
    ApiAcceptedResponse({
      description: 'Accepted (`Prefer: respond-async`).',
      type: AcceptedRunDto,
      headers: {
        Location: { description: 'The run’s record.', schema: { type: 'string', format: 'uri-reference' } },
        'Preference-Applied': { description: '`respond-async`', schema: { type: 'string' } },
      },
    }),
  );
