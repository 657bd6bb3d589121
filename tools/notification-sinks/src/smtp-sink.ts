import { simpleParser, type ParsedMail } from 'mailparser';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { SMTPServer } from 'smtp-server';
import type { SinkTls } from './http-sink';

/** How the sink treats a message. `refuse` answers with an SMTP status after the message; `cut` drops the connection; `hang` never answers. */
export type SmtpFault = { kind: 'refuse'; status: number; text?: string } | { kind: 'cut' } | { kind: 'hang' };

export interface ReceivedMail {
  from: string;
  to: string[];
  /** User that signed in; null when nobody did. */
  user: string | null;
  /** whether it came over an encrypted connection */
  secure: boolean;
  mail: ParsedMail;
}

/** A mail server on loopback that keeps what it gets. */
export interface SmtpSink {
  /** `smtp://127.0.0.1:<port>`, or `smtps://` when it speaks TLS from the start */
  url: string;
  mails: ReceivedMail[];
  /** Faults of the next messages, one each. */
  next: SmtpFault[];
  /** Addresses that it refuses as recipients. */
  refusedRecipients: Set<string>;
  stop(): Promise<void>;
}

const answerWith = (status: number, text: string): Error => Object.assign(new Error(text), { responseCode: status });

export interface SmtpSinkOptions {
  port?: number;
  /** offers STARTTLS with this certificate, or speaks TLS from the start when `implicit` */
  tls?: SinkTls & { implicit?: boolean };
  /** told of each message, for a log */
  onMail?: (mail: ReceivedMail) => void;
}

/** Signing in is possible with any password but `wrong`. */
export async function startSmtpSink(options: SmtpSinkOptions = {}): Promise<SmtpSink> {
  const mails: ReceivedMail[] = [];
  const next: SmtpFault[] = [];
  const refusedRecipients = new Set<string>();

  const keep = async (stream: Readable, envelope: Omit<ReceivedMail, 'mail'>): Promise<SmtpFault | null> => {
    const mail = await simpleParser(stream);
    const fault = next.shift() ?? null;
    if (fault) return fault;
    const received = { ...envelope, mail };
    mails.push(received);
    options.onMail?.(received);
    return null;
  };

  const server = new SMTPServer({
    authOptional: true,
    ...(options.tls ? { key: options.tls.key, cert: options.tls.cert, secure: options.tls.implicit ?? false } : {}),
    disabledCommands: options.tls ? [] : ['STARTTLS'],
    allowInsecureAuth: true,
    logger: false,
    closeTimeout: 500,
    onAuth({ username = '', password }, _session, callback) {
      if (password === 'wrong') callback(answerWith(535, 'Authentication failed'));
      else callback(null, { user: username });
    },
    onRcptTo({ address }, _session, callback) {
      callback(refusedRecipients.has(address) ? answerWith(550, 'No such mailbox') : null);
    },
    onData(stream, session, callback) {
      const { mailFrom, rcptTo } = session.envelope;
      const from = mailFrom === false ? '' : mailFrom.address;
      const user = typeof session.user === 'string' ? session.user : null;
      keep(stream, { from, to: rcptTo.map(({ address }) => address), user, secure: session.secure }).then(
        (fault) => {
          if (fault === null) callback();
          else if (fault.kind === 'refuse') callback(answerWith(fault.status, fault.text ?? 'refused'));
          else if (fault.kind === 'cut') for (const connection of server.connections) connection.close();
        },
        (error: unknown) => callback(error instanceof Error ? error : answerWith(451, 'cannot be read')),
      );
    },
  });
  server.on('error', () => undefined);
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The sink has no port');
  return {
    url: `${options.tls?.implicit ? 'smtps' : 'smtp'}://127.0.0.1:${address.port}`,
    mails,
    next,
    refusedRecipients,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
