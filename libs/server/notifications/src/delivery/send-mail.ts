import type { Inline } from '../payload/email';
import { failed, quoted, type SendOutcome } from './send-outcome';
import { certificateTrouble } from './trust';

export interface Mail {
  /** Of the message; part of its Message-ID, so that a repeat can be told. */
  id: string;
  to: readonly string[];
  subject: string;
  text: string;
  html: string;
  attachments?: Inline[];
}

/** Hands one e-mail to the mail server. @throws the reason of the signal when the process stops */
export type SendMail = (mail: Mail, limitMs: number, signal: AbortSignal) => Promise<SendOutcome>;

const fieldOf = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;

/** A 5xx of the server is final (RFC 5321, 4.2.1); everything else may pass. */
function reasonOf(error: unknown, secrets: readonly string[]): SendOutcome {
  const code = String(fieldOf(error, 'code') ?? 'unknown cause');
  const first = String(fieldOf(error, 'originalCode') ?? code);
  const trouble = certificateTrouble(first, 'the mail server');
  if (trouble !== null) return failed(trouble, true);
  if (code === 'ETLS') return failed('the mail server takes no encrypted connection (STARTTLS), which SMTP_URL asks for', true);
  const status = fieldOf(error, 'responseCode');
  if (typeof status !== 'number') return failed(`the connection to the mail server failed (${code})`, true);
  const words = quoted(String(fieldOf(error, 'response') ?? ''), secrets);
  return failed(`the mail server answered ${words === '' ? status : words}`, status < 500);
}

function secretsOf(smtpUrl: string): string[] {
  const { username, password } = new URL(smtpUrl);
  return [password, username];
}

/**
 * Sender over a mail server. The address comes from the configuration alone, so it may be internal.
 * @param smtpUrl `smtp://` (STARTTLS where the server offers it) or `smtps://`, with user and password if it needs them
 * @param authorities certificates in PEM that are trusted; Node's own when absent
 */
export function mailSender(smtpUrl: string, from: string, authorities?: string[]): SendMail {
  const secrets = secretsOf(smtpUrl);
  return async ({ id, to, ...content }, limitMs, signal) => {
    signal.throwIfAborted();
    // Loaded with the first mail: most processes send none.
    const { createTransport } = await import('nodemailer');
    const transport = createTransport({
      url: smtpUrl,
      ...(authorities ? { tls: { ca: authorities } } : {}),
      connectionTimeout: limitMs,
      greetingTimeout: limitMs,
      socketTimeout: limitMs,
      dnsTimeout: limitMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    const { promise: ended, resolve } = Promise.withResolvers<SendOutcome>();
    const timer = setTimeout(() => resolve(failed('the mail server did not finish in time', true)), limitMs);
    const onAbort = (): void => resolve(failed('stopped', true));
    signal.addEventListener('abort', onAbort, { once: true });
    const host = from.match(/@([\w.-]+)/)?.[1] ?? 'localhost';
    const headers = { 'Auto-Submitted': 'auto-generated', 'X-AOC-Notification': id };
    const sent = transport.sendMail({ ...content, from, to: [...to], messageId: `<${id}@${host}>`, headers }).then(
      ({ accepted, rejected }): SendOutcome => {
        const refused = rejected.length === 0 ? '' : `, refused ${rejected.length}`;
        return {
          ok: true,
          detail: `the mail server took it for ${accepted.length} ${accepted.length === 1 ? 'recipient' : 'recipients'}${refused}`,
        };
      },
      (error: unknown) => reasonOf(error, secrets),
    );
    try {
      const outcome = await Promise.race([sent, ended]);
      signal.throwIfAborted();
      return outcome;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      transport.close();
    }
  };
}
