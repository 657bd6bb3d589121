/** Writes the records of one attack story: a clock that moves on, and one method per kind of trace. */
import { isContentType, sourceOf, type JsonObject, type SimulatedRecord, type Story, type Stream } from '../model';
import type { Company } from '../world/company';
import type { Build } from './build';
import { graphAudit, unifiedAudit, type DirectoryAction } from './directory';
import { exchangeAdmin, mailboxRecord, type MailboxUse } from './exchange';
import { generalRecord } from './general';
import { intuneAudit, type IntuneAction } from './intune';
import { Rng } from './random';
import { sharePointRecord, type FileUse } from './sharepoint';
import { graphSignIn, unifiedSignIn, type SignIn } from './sign-in';

export interface ScriptOptions {
  key: string;
  seed: number;
  start: number;
  /** Factor on the pauses of the story: live stories run faster. */
  pace: number;
  /** Delivery delay in ms of Graph and unified records. */
  delay: { graph: number; unified: number };
}

export class Script {
  readonly rng: Rng;
  readonly records: SimulatedRecord[] = [];
  private at: number;

  constructor(
    readonly company: Company,
    private readonly options: ScriptOptions,
  ) {
    this.rng = new Rng(`story/${options.seed}/${company.tenantId}/${options.key}/${options.start}`);
    this.at = options.start;
  }

  /** Let time pass. */
  wait(seconds: number): this {
    this.at += Math.max(1, Math.round(seconds * 1000 * this.options.pace * (0.8 + 0.4 * this.rng.float())));
    return this;
  }

  /** Present time of the story, ms. */
  get now(): number {
    return this.at;
  }

  directory(action: DirectoryAction): this {
    const same = { correlationId: this.rng.guid(), ...action };
    this.add('directory', graphAudit(this.build(), same));
    return this.add('Audit.AzureActiveDirectory', unifiedAudit(this.build(), same));
  }

  signIn(signIn: SignIn): this {
    this.add('signin', graphSignIn(this.build(), signIn));
    return this.add('Audit.AzureActiveDirectory', unifiedSignIn(this.build(), signIn));
  }

  intune(action: IntuneAction): this {
    return this.add('intune', intuneAudit(this.build(), action));
  }

  cmdlet(admin: Parameters<typeof exchangeAdmin>[1]): this {
    return this.add('Audit.Exchange', exchangeAdmin(this.build(), admin));
  }

  mailbox(use: MailboxUse): this {
    return this.add('Audit.Exchange', mailboxRecord(this.build(), use));
  }

  file(use: FileUse): this {
    return this.add('Audit.SharePoint', sharePointRecord(this.build(), use));
  }

  general(common: Parameters<typeof generalRecord>[1]): this {
    return this.add('Audit.General', generalRecord(this.build(), common));
  }

  /** The finished story. */
  story(facts: Pick<Story, 'title' | 'actors' | 'targets' | 'techniques'>): Story {
    const records = this.records.map(({ id, stream, body }) => ({
      id,
      source: sourceOf(stream),
      operation: String(body.Operation ?? body.activityDisplayName ?? body.activityType ?? 'Sign-in'),
    }));
    return {
      key: this.options.key,
      from: this.records[0]?.at ?? this.options.start,
      to: this.records.at(-1)?.at ?? this.options.start,
      ...facts,
      records,
    };
  }

  private build(): Build {
    return { company: this.company, rng: this.rng, at: this.at };
  }

  private add(stream: Stream, made: { id: string; body: JsonObject }): this {
    const typical = isContentType(stream) ? this.options.delay.unified : this.options.delay.graph;
    const available = this.at + Math.round(typical * (0.8 + 0.4 * this.rng.float()));
    this.records.push({ ...made, stream, at: this.at, available, story: this.options.key });
    return this;
  }
}
