import { z } from 'zod';

/** pino: level 40 is a warning, 50 an error, 60 fatal. */
const logLineSchema = z.object({
  level: z.number(),
  msg: z.string().optional(),
  err: z.object({ message: z.string() }).partial().optional(),
});
const warning = 40;

/** What the terminal shows of one log line of a program: warnings, errors and anything that is not JSON; null hides it. */
export function terminalLine(program: string, line: string): string | null {
  // Node's own warnings (deprecations in packages) are for developers: they stay in the log.
  if (line.trim() === '' || /^\((node:\d+|Use `node )/.test(line)) return null;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return `[${program}] ${line}`;
  }
  const parsed = logLineSchema.safeParse(value);
  if (!parsed.success) return `[${program}] ${line}`;
  const { level, msg, err } = parsed.data;
  if (level < warning) return null;
  const detail = err?.message && err.message !== msg ? `: ${err.message}` : '';
  return `[${program}] ${level >= 50 ? 'error' : 'warning'}: ${msg ?? ''}${detail}`;
}
