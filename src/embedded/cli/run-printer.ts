import { type Language, say, type TextParams } from '../../common/i18n/language.js';
import { LABELS } from './labels.js';
import { type RunEvent, type ShownSource } from './run-events.js';
import { colors } from './terminal.js';

/** Shows one run to a person at a terminal while it happens. */
export class RunPrinter {
  /** True once the run has ended well. */
  succeeded = false;
  private answer = '';
  private silent = true;
  private atLineStart = true;

  constructor(
    private readonly language: Language,
    private readonly output: (text: string) => void,
  ) {}

  print(event: RunEvent): void {
    switch (event.type) {
      case 'queued':
        if (event.position) this.note(this.say('queued', { position: event.position }));
        break;
      case 'thinking':
      case 'tool_progress':
        this.note(event.content ?? '');
        break;
      case 'tool_use':
        this.line(`${colors.cyan('→')} ${colors.bold(event.tool)} ${colors.dim(JSON.stringify(event.arguments))}`);
        break;
      case 'tool_result':
        this.line(
          `${event.ok ? colors.green('←') : colors.red('←')} ${event.summary ?? ''} ${colors.dim(`${event.duration_ms} ms`)}`,
        );
        break;
      case 'chunk':
      case 'snapshot':
        this.continueAnswer(event.content ?? '');
        break;
      case 'artifact':
        this.line(`${colors.green('+')} ${event.name} ${colors.dim(event.url ?? '')}`);
        break;
      case 'retry':
        this.note(this.say('retry', { attempt: event.attempt ?? 0 }));
        this.answer = '';
        break;
      case 'message':
        // A cached answer comes whole, without pieces before it.
        if (this.answer === '') this.continueAnswer(event.content ?? '');
        this.sources(event.sources ?? []);
        break;
      case 'error':
        this.line(`${colors.red(`${this.say('failed')} (${event.code})`)} ${event.content ?? ''}`);
        break;
      case 'cancelled':
        this.line(colors.yellow(this.say('cancelled')));
        break;
      case 'done':
        this.succeeded = event.status === 'succeeded';
        this.foot(event);
        break;
      default:
        // An event of a newer version: what is for the eye is always in `content`.
        if (event.content) this.note(event.content);
    }
  }

  private continueAnswer(text: string): void {
    if (this.answer === '') this.write(`${this.silent ? '' : '\n'}${colors.bold(this.say('answer'))}\n`);
    this.answer += text;
    this.write(text);
  }

  /** The sources an answer does not link to itself; most answers end with a list of theirs. */
  private sources(sources: readonly ShownSource[]): void {
    const unlinked = sources.filter(({ url }) => !this.answer.includes(url));
    if (unlinked.length === 0) return;
    const label = unlinked.length === sources.length ? 'sources' : 'furtherSources';
    this.line('');
    this.write(`${colors.bold(this.say(label))}\n`);
    for (const source of unlinked) {
      const period = source.period === undefined ? '' : ` · ${source.period}`;
      this.write(`  [${source.id}] ${source.title}${period}\n      ${colors.dim(source.url)}\n`);
    }
  }

  private foot(event: RunEvent): void {
    const { usage } = event;
    const parts = [
      usage &&
        this.say('usage', {
          total: usage.total_tokens,
          input: usage.input_tokens,
          output: usage.output_tokens,
          models: usage.model_calls,
          tools: usage.tool_calls,
        }),
      event.cache_hit && this.say('cached'),
      this.say('duration', { seconds: ((event.duration_ms ?? 0) / 1000).toFixed(1) }),
      this.say('run', { id: event.run_id }),
    ];
    this.line('');
    this.write(`${colors.dim(parts.filter(Boolean).join(' · '))}\n`);
  }

  private note(text: string): void {
    this.line(colors.dim(`· ${text}`));
  }

  /** A line of its own, also in the middle of an answer. */
  private line(text: string): void {
    this.write(`${this.atLineStart ? '' : '\n'}${text === '' ? '' : `  ${text}`}\n`);
  }

  private write(text: string): void {
    if (text === '') return;
    this.output(text);
    this.silent = false;
    this.atLineStart = text.endsWith('\n');
  }

  private say(label: keyof typeof LABELS, params?: TextParams): string {
    return say(LABELS[label], this.language, params);
  }
}
