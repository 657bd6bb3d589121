import { pino, type DestinationStream, type Logger } from 'pino';

export type { Logger } from 'pino';

/** Names of fields whose values never reach a log line, at any of the usual depths. */
const SECRET = [
  'authorization',
  'cookie',
  'client_secret',
  'clientSecret',
  'password',
  'token',
  'access_token',
  'clientState',
  'validationToken',
];

/** JSON lines on standard output; secrets are replaced, raw event bodies are never passed in. */
export function createLogger(name: string, level: string, destination?: DestinationStream): Logger {
  const paths = SECRET.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);
  const options = {
    name,
    level,
    base: { name, pid: process.pid },
    redact: { paths, censor: '(hidden)' },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  return destination ? pino(options, destination) : pino(options);
}
