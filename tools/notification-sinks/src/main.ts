import { makeCertificate } from '@aoc/tools/microsoft-simulator';
import { parseArgs } from 'node:util';
import { startHttpSink, type HttpFault } from './http-sink';
import { startSmtpSink } from './smtp-sink';

const help = `Receivers of notifications for trying out: a webhook and a mail server on loopback. Each prints what it gets as a line of JSON.

  node tools/run.mjs notification-sinks [options]

  --http-port N      port of the webhook (default 4020; 0 takes a free one)
  --smtp-port N      port of the mail server (default 4025; 0 takes a free one)
  --status N         the webhook answers with this status instead of 200
  --retry-after TEXT ... and with this Retry-After
  --delay N          the webhook answers after N milliseconds
  --fault NAME       the webhook does this instead: hang, cut or endless
  --tls              both speak TLS (the mail server by STARTTLS) with a certificate of a test authority that is made now; NOTIFY_CA_FILE
                     is to name the file that is printed
  --help             this text

AOC refuses internal receivers: set NOTIFY_ALLOW_PRIVATE=127.0.0.1 and SMTP_URL=smtp://127.0.0.1:4025 SMTP_FROM=aoc@example.com.
`;

const options = {
  'http-port': { type: 'string', default: '4020' },
  'smtp-port': { type: 'string', default: '4025' },
  status: { type: 'string' },
  'retry-after': { type: 'string' },
  delay: { type: 'string' },
  fault: { type: 'string' },
  tls: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

class UsageError extends Error {}

function wholeNumber(name: string, text: string, max: number): number {
  if (/^\d+$/.test(text) && Number(text) <= max) return Number(text);
  throw new UsageError(`--${name} expects a whole number from 0 to ${max}, not "${text}".`);
}

function faultOf(values: { status?: string; 'retry-after'?: string; delay?: string; fault?: string }): HttpFault | null {
  const { status, delay, fault } = values;
  if (status !== undefined) return { kind: 'status', status: wholeNumber('status', status, 599), retryAfter: values['retry-after'] };
  if (delay !== undefined) return { kind: 'delay', ms: wholeNumber('delay', delay, 3_600_000) };
  if (fault === undefined) return null;
  if (fault === 'hang' || fault === 'cut' || fault === 'endless') return { kind: fault };
  throw new UsageError(`--fault expects hang, cut or endless, not "${fault}".`);
}

const print = (line: object): void => console.log(JSON.stringify(line));

async function main(): Promise<void> {
  const { values } = parseArgs({ options });
  if (values.help) return console.log(help);
  const always = faultOf(values);
  const certificate = values.tls ? await makeCertificate('localhost') : null;
  const tls = certificate ? { key: certificate.key, cert: certificate.cert } : undefined;
  const http = await startHttpSink({
    tls,
    port: wholeNumber('http-port', values['http-port'], 65_535),
    onRequest: ({ method, path, headers, json, body }) => print({ method, path, headers, body: json ?? body }),
  });
  http.always = always;
  const smtp = await startSmtpSink({
    tls,
    port: wholeNumber('smtp-port', values['smtp-port'], 65_535),
    onMail: ({ from, to, secure, mail }) => print({ from, to, secure, subject: mail.subject, text: mail.text }),
  });
  console.log(`webhook      ${http.url}\nmail server  ${smtp.url}${certificate ? `\nCA file      ${certificate.caFile}` : ''}`);
  const stop = () => Promise.all([http.stop(), smtp.stop(), certificate?.remove()]);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void stop().then(() => process.exit(0)));
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(error instanceof UsageError ? 2 : 1);
}
