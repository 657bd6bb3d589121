import { tenantIdSchema, type AuditVerdict, type TenantId } from '@aoc/contracts';
import { auditedTenants, openAuditTrail, verifyAudit } from '@aoc/server/audit';
import { ConfigError, type Config } from '@aoc/server/config';
import { systemContext } from '@aoc/server/context';
import { allCollections } from '@aoc/server/ingestion';
import { connectMongo, pendingMigrations, type Connection } from '@aoc/server/mongo';
import { progressView, type ProgressTarget } from '@aoc/server/startup';
import { TenantRepository } from '@aoc/server/tenants';

/** A reason not to begin that the operator can act on. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

export interface VerifyRun {
  /** Absent: every tenant that has an audit trail. */
  tenant?: TenantId;
  /** End of the chain as it was noted elsewhere; only with one tenant. */
  anchor?: { seq: number; hash: string };
  json: boolean;
  config: Config;
  signal: AbortSignal;
  out: (line: string) => void;
  progress: ProgressTarget;
}

/** @throws RefusedError for anything but a tenant id */
export function tenantOption(text: string): TenantId {
  const tenant = tenantIdSchema.safeParse(text.toLowerCase());
  if (!tenant.success) throw new RefusedError(`--tenant ${text}: expected a tenant id (GUID) or "default".`);
  return tenant.data;
}

/** @throws RefusedError for anything but SEQ:HASH */
export function headOption(text: string): { seq: number; hash: string } {
  const [, seq, hash] = /^(\d{1,9}):([0-9a-f]{64})$/i.exec(text) ?? [];
  if (seq === undefined || hash === undefined) throw new RefusedError(`--head ${text}: expected SEQ:HASH, as an earlier run printed it.`);
  return { seq: Number(seq), hash: hash.toLowerCase() };
}

async function tenantsOf({ tenant }: VerifyRun, connection: Connection): Promise<TenantId[]> {
  const registered = (await new TenantRepository(connection).list()).map(({ id }) => id);
  // Also those that are on the list no more.
  const known = [...new Set([...registered, ...(await auditedTenants(connection))])].toSorted();
  if (tenant === undefined) return known;
  if (!known.includes(tenant)) throw new RefusedError(`There is no tenant ${tenant}. Known: ${known.join(', ') || 'none'}.`);
  return [tenant];
}

/** The verdict in words. */
function* linesOf(tenant: TenantId, verdict: AuditVerdict): Generator<string> {
  const { broken, head, rows, unsealed_rows, seals_checked } = verdict;
  if (broken) yield `${tenant}: BROKEN at row ${broken.seq} (${broken.kind}). ${broken.detail}`;
  else yield `${tenant}: whole, ${rows} rows${head ? `, ends at ${head.seq}:${head.hash}` : ''}`;
  if (broken && rows > 0) yield `  ${rows} rows before it are sound.`;
  if (!seals_checked)
    yield '  Without ENCRYPTION_KEY nothing tells a chain that somebody wrote anew from end to end. Set the key of the API and run this again.';
  else if (unsealed_rows > 0)
    yield `  The first ${unsealed_rows} rows are from before there was an ENCRYPTION_KEY: whoever could write to the database could write them anew.`;
}

/** Verifies the audit trail of one tenant or of all. @returns whether all are whole. @throws RefusedError, ConfigError */
export async function runVerify(input: VerifyRun): Promise<boolean> {
  const { config, anchor, json, signal, out, progress } = input;
  if (config.MONGO_URI === '') throw new ConfigError(['MONGO_URI: missing. Example: mongodb://user:password@localhost:27017']);
  const connection = await connectMongo({ uri: config.MONGO_URI, dbName: config.DB_NAME });
  try {
    if ((await pendingMigrations(connection, allCollections)).length > 0)
      throw new RefusedError(`The database ${config.DB_NAME} is not prepared for this version. Run "npm run migrate" first.`);
    const trail = openAuditTrail(connection, config);
    const tenants = await tenantsOf(input, connection);
    if (anchor && tenants.length !== 1) throw new RefusedError('--head belongs to one tenant: name it with --tenant.');
    let whole = true;
    for (const tenant of tenants) {
      const view = progressView(`rows of ${tenant}`, progress);
      const ctx = systemContext(tenant, 'npm run audit-verify');
      const options = { signal, ...(anchor ? { anchor } : {}), onProgress: view.show };
      const verdict = await verifyAudit(ctx, trail, options).finally(() => view.end());
      whole &&= verdict.state === 'whole';
      if (json) out(JSON.stringify({ tenant, ...verdict }));
      else for (const line of linesOf(tenant, verdict)) out(line);
    }
    if (tenants.length === 0 && !json) out('There is no audit trail yet.');
    return whole;
  } finally {
    await connection.close();
  }
}
