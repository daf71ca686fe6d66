import { renderConfiguration, renderEnvironmentExample } from './configuration-docs.js';
import { renderErrors } from './error-docs.js';

/** The checked-in files that are made from the code, by their path in the project, and what each must say now. */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['.env.example', renderEnvironmentExample()],
    ['docs/configuration.md', renderConfiguration()],
    ['docs/errors.md', await renderErrors()],
  ]);
}
