import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import { type ValidationError } from 'class-validator';
import { AppError, type FieldIssue } from '../errors/app-error.js';
import { CommonErrors } from '../errors/common.errors.js';
import { findUnstorable, jsonPath } from './storable-text.js';

/** More issues help nobody, and a hostile body could ask for a million of them. */
const MAX_ISSUES = 50;

/**
 * Checks every body, query and path parameter against its DTO: unknown fields are refused, texts become numbers where the
 * DTO says so, and each mistake is named as `{ path, message }` in a 422.
 */
@Injectable()
export class RequestValidationPipe extends ValidationPipe {
  constructor() {
    super({
      whitelist: true,
      forbidNonWhitelisted: true,
      transform: true,
      validationError: { target: false, value: false },
      exceptionFactory: (errors: ValidationError[]) => refusal(errors.flatMap((error) => issuesOf(error))),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type !== 'custom') {
      const issue = findUnstorable(value);
      if (issue) throw refusal([metadata.data ? { ...issue, path: metadata.data } : issue]);
    }
    if (metadata.type === 'body' && Array.isArray(value)) throw refusal([{ path: '$', message: 'must be an object' }]);
    return super.transform(value, metadata);
  }
}

function refusal(issues: FieldIssue[]): AppError {
  return new AppError(CommonErrors.VALIDATION_FAILED, { issues: issues.slice(0, MAX_ISSUES) });
}

/** class-validator nests its findings like the value; a child of an array is named by its index. */
function issuesOf(error: ValidationError, parent = '', inArray = false): FieldIssue[] {
  const path = jsonPath(parent, error.property, inArray);
  const own = Object.values(error.constraints ?? {}).map((message) => ({ path, message }));
  const children = error.children ?? [];
  const isArray = children.length > 0 && children.every((child) => /^\d+$/.test(child.property));
  return [...own, ...children.flatMap((child) => issuesOf(child, path, isArray))];
}
