import { readdirSync } from 'node:fs';
import path from 'node:path';
import { allErrorKinds, type ErrorKind } from '../../src/common/errors/error-registry.js';

/** What is defined in here is said to the model, which may ask better; no client ever sees it. */
const WORKER = path.join('agent', 'worker', path.sep);
const SOURCES = path.resolve(import.meta.dirname, '../../src');

/** docs/errors.md */
export async function renderErrors(): Promise<string> {
  await loadEveryModulesErrors();
  return `# Errors

<!-- Generated from the *.errors.ts files by \`npm run docs\`. -->

Every failure that anyone is told of has one of these codes: in an HTTP answer (RFC 9457 \`application/problem+json\`), in an
\`error\` event of a run, and in a failed run's record. The \`type\` of a problem is the relative reference \`/errors/{CODE}\`,
which the server resolves to the same words as below, in Chinese or English. "Retry" means that the very same request may
succeed when it is sent again, as \`retryable: true\` says in the problem, the event and the record; where the server knows when,
it says so in \`retry_after\` and \`Retry-After\`.

A run that is over stays over. A request with an \`Idempotency-Key\` gets the same run for 24 hours, so that the problem it gets of
a failed run says \`retryable: false\`, has no \`retry_after\`, and asks for a new key in \`detail\`. In the run's \`error\` event and
record, \`retryable\` and \`retry_after\` speak of the question, asked again as a new run. The problem of a run bears its \`run_id\`,
its \`Location\` is the run's record, and with \`RUN_CANCELLED\` \`reason\` says why.

A run that ran out of time and had said something by then is answered with 200: \`status\` is \`timed_out\`, \`content\` what there was,
and \`error\` says \`AGENT_TIMEOUT\`. Only where there was nothing is it the 504 below.

${allErrorKinds().map(entry).join('\n')}`;
}

function entry({ code, status, retryable, title, detail }: ErrorKind): string {
  return `## \`${code}\`

HTTP ${status}${retryable ? ', retry' : ''}

- **${title.en}.** ${detail.en}
- **${title.zh}。** ${detail.zh}
`;
}

/** A module's errors are in the registry once its file is loaded. */
async function loadEveryModulesErrors(): Promise<void> {
  for (const file of errorFiles()) await import(file);
}

/** Absolute paths, in an order that does not depend on the machine. */
function errorFiles(): string[] {
  return readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.errors.ts') && !file.startsWith(WORKER))
    .sort()
    .map((file) => path.join(SOURCES, file));
}
