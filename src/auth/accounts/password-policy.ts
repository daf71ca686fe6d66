import { Injectable } from '@nestjs/common';
import { type ZxcvbnFactory } from '@zxcvbn-ts/core';
import { AppError } from '../../common/errors/app-error.js';
import { CommonErrors } from '../../common/errors/common.errors.js';

/** Below a million guesses (score 2) an online guesser gets there in time. */
const LEAST_SCORE = 2;
/** Judging takes time that grows with the length; what is good at this length is good. */
const JUDGED_CHARACTERS = 32;

/** What a password must not resemble. */
export interface PasswordOwner {
  readonly email: string;
  readonly fullName?: string | null;
  readonly companyName?: string | null;
}

/**
 * Refuses passwords that are on the lists of leaked ones, that are built from them, or that resemble their owner.
 * Length and characters are checked before, by the DTO.
 */
@Injectable()
export class PasswordPolicy {
  private estimator: Promise<ZxcvbnFactory> | undefined;

  /**
   * @param field the name of the refused field in the request.
   * @throws AppError VALIDATION_FAILED
   */
  async check(password: string, owner: PasswordOwner, field = 'password'): Promise<void> {
    this.estimator ??= loadEstimator();
    const { score } = (await this.estimator).check(password, wordsOf(owner));
    if (score >= LEAST_SCORE) return;
    throw new AppError(CommonErrors.VALIDATION_FAILED, {
      issues: [{ path: field, message: 'is easy to guess: choose one that is not common and not like your name' }],
    });
  }
}

/** Its lists take a second and some memory, so they are loaded when somebody first chooses a password. */
async function loadEstimator(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory }, { adjacencyGraphs, dictionary }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ]);
  return new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs, maxLength: JUDGED_CHARACTERS });
}

/** Every name whole, in one word, and in parts: `Ningbo Lin`, `NingboLin`, `Ningbo`, `Lin`. */
function wordsOf({ email, fullName, companyName }: PasswordOwner): string[] {
  const names = [email, email.split('@', 1)[0] ?? '', fullName ?? '', companyName ?? ''];
  const parts = names.map((name) => name.split(/[^\p{L}\p{Nd}]+/u));
  return [...names, ...parts.map((words) => words.join('')), ...parts.flat()].filter((word) => word.length > 2);
}
