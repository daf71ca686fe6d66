import { open } from 'node:fs/promises';

const TAIL_BYTES = 16 * 1024;

/** The end of a log file, at most 16 KiB; empty when there is none. */
export async function logTail(file: string): Promise<string> {
  const handle = await open(file).catch(() => undefined);
  if (handle === undefined) return '';
  try {
    const { size } = await handle.stat();
    const start = Math.max(0, size - TAIL_BYTES);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(TAIL_BYTES), 0, TAIL_BYTES, start);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** The last line that tells a person anything: an error of a JSON log or of a server, else the last line at all. */
export async function lastMeaningfulLine(file: string): Promise<string | undefined> {
  const lines = (await logTail(file))
    .split('\n')
    .map((line) => readable(line.trim()))
    .filter((line) => line.text !== '' && !line.text.startsWith('at '));
  return (lines.findLast((line) => line.bad) ?? lines.at(-1))?.text;
}

/** What PostgreSQL and Redis write in front of each line: time, process id, role. */
const PREFIX = /^(\d{4}-\d\d-\d\d [\d:.]+ \w+ \[\d+\] |\d+:[A-Z] \d+ \w+ \d{4} [\d:.]+ )/;

/** Our own processes log one JSON object a line (pino); level 50 is an error. */
function readable(line: string): { text: string; bad: boolean } {
  try {
    const entry = JSON.parse(line) as { level?: number | string; msg?: string; err?: { message?: string } };
    const text = [entry.msg, entry.err?.message].filter(Boolean).join(': ');
    return { text, bad: entry.level === 'error' || entry.level === 'fatal' || Number(entry.level) >= 50 };
  } catch {
    return {
      text: line.replace(PREFIX, ''),
      bad: /\b(FATAL|PANIC|ERROR|Error|[Cc]an't|[Bb]ad|not valid)\b/.test(line),
    };
  }
}
