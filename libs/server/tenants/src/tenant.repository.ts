import {
  tenantIdSchema,
  type Branding,
  type FetchedSource,
  type NotificationDefaults,
  type TenantId,
  type TenantPrivacy,
  type WorkingTime,
} from '@aoc/contracts';
import { collectionOf, isDuplicateKey, retryOnRace, type Connection } from '@aoc/server/mongo';
import { tenantCollection, type TenantDocument } from './tenant.schema';

export interface TenantCertificate {
  /** SHA-256, base64url. */
  thumbprint: string;
  expiresAt: Date;
  privateKey: string;
}

/** A tenant as the rest of the product sees it. */
export interface Tenant {
  id: TenantId;
  name: string;
  enabled: boolean;
  retentionDays: number | null;
  clientId: string | null;
  /** Sealed. */
  clientSecret: string | null;
  /** Takes the place of the secret; its key is sealed. */
  certificate: TenantCertificate | null;
  sources: readonly FetchedSource[] | null;
  intervalMinutes: number | null;
  workingTime: WorkingTime | null;
  privacy: TenantPrivacy | null;
  notificationDefaults: NotificationDefaults | null;
  branding: Branding | null;
  createdAt: Date;
}
export type TenantSettings = Omit<Tenant, 'id' | 'createdAt'>;

const toCertificate = (stored: NonNullable<TenantDocument['client_certificate']>): TenantCertificate => ({
  thumbprint: stored.thumbprint,
  expiresAt: stored.expires_at,
  privateKey: stored.private_key,
});

const toTenant = (row: TenantDocument): Tenant => ({
  id: row.tenant_id,
  name: row.name,
  enabled: row.enabled,
  retentionDays: row.retention_days,
  clientId: row.client_id ?? null,
  clientSecret: row.client_secret ?? null,
  certificate: row.client_certificate ? toCertificate(row.client_certificate) : null,
  sources: row.sources ?? null,
  intervalMinutes: row.interval_minutes ?? null,
  workingTime: row.working_time ?? null,
  privacy: row.privacy ?? null,
  notificationDefaults: row.notification_defaults ?? null,
  branding: row.branding ?? null,
  createdAt: row.created_at,
});

const toStored = ({ thumbprint, expiresAt, privateKey }: TenantCertificate) => ({
  thumbprint,
  expires_at: expiresAt,
  private_key: privateKey,
});

/** Stored fields of the settings that are given. */
function toFields(settings: Partial<TenantSettings>): Partial<TenantDocument> {
  const { name, enabled, retentionDays, clientId, clientSecret, certificate, sources, intervalMinutes, workingTime } = settings;
  const { privacy, notificationDefaults, branding } = settings;
  return {
    ...(name === undefined ? {} : { name }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(retentionDays === undefined ? {} : { retention_days: retentionDays }),
    ...(clientId === undefined ? {} : { client_id: clientId }),
    ...(clientSecret === undefined ? {} : { client_secret: clientSecret }),
    ...(certificate === undefined ? {} : { client_certificate: certificate && toStored(certificate) }),
    ...(sources === undefined ? {} : { sources: sources && [...sources] }),
    ...(intervalMinutes === undefined ? {} : { interval_minutes: intervalMinutes }),
    ...(workingTime === undefined ? {} : { working_time: workingTime }),
    ...(privacy === undefined ? {} : { privacy }),
    ...(notificationDefaults === undefined ? {} : { notification_defaults: notificationDefaults }),
    ...(branding === undefined ? {} : { branding }),
  };
}

/** The list of tenants. It is not scoped: it is what scopes are made from. */
export class TenantRepository {
  constructor(private readonly connection: Connection) {}

  /** Adds a tenant or updates its name; retention and the enabled flag of a known one stay. */
  async register(tenant: { id: TenantId; name: string }, now: Date): Promise<void> {
    const update = {
      $set: { tenant_id: tenant.id, name: tenant.name },
      $setOnInsert: { enabled: true, retention_days: null, created_at: now },
    };
    // API and workers start at the same time.
    await retryOnRace(() => this.rows().updateOne({ _id: tenant.id }, update, { upsert: true }));
  }
  /** @returns false when the tenant is there already */
  async insert(id: TenantId, settings: TenantSettings, now: Date): Promise<boolean> {
    const { name, enabled, retentionDays } = settings;
    const row = { _id: id, tenant_id: id, name, enabled, retention_days: retentionDays, created_at: now };
    try {
      await this.rows().insertOne({ ...row, ...toFields(settings) });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }
  /** @returns the tenant, or null when it is not (or no longer) known */
  async find(id: TenantId): Promise<Tenant | null> {
    const row = await this.rows().findOne({ _id: id });
    return row && toTenant(row);
  }
  async list(): Promise<Tenant[]> {
    const rows = await this.rows().find({}).sort({ _id: 1 }).toArray();
    return rows.filter((row) => tenantIdSchema.safeParse(row.tenant_id).success).map(toTenant);
  }
  /** Ids and names of all tenants, in the order of {@link list} and cheaper. */
  async names(): Promise<Pick<Tenant, 'id' | 'name'>[]> {
    const rows = await this.rows()
      .find({}, { projection: { tenant_id: 1, name: 1 } })
      .sort({ _id: 1 })
      .toArray();
    return rows.map((row) => ({ id: row.tenant_id, name: row.name }));
  }
  /** Privacy settings of those of these tenants that have their own. */
  async privacyOf(ids: readonly TenantId[]): Promise<Map<TenantId, TenantPrivacy>> {
    const rows = await this.rows()
      .find({ _id: { $in: [...ids] }, privacy: { $exists: true } }, { projection: { tenant_id: 1, privacy: 1 } })
      .toArray();
    return new Map(rows.flatMap(({ tenant_id, privacy }) => (privacy ? [[tenant_id, privacy] as const] : [])));
  }
  count(): Promise<number> {
    return this.rows().countDocuments({});
  }
  /**
   * @param known only while its privacy settings are these
   * @returns false when the tenant is not known, or its privacy settings are others
   */
  async update(id: TenantId, change: Partial<TenantSettings>, known?: Pick<Tenant, 'privacy'>): Promise<boolean> {
    const fields = toFields(change);
    if (Object.keys(fields).length === 0) return (await this.find(id)) !== null;
    const filter = { _id: id, ...(known ? { privacy: known.privacy } : {}) };
    return (await this.rows().updateOne(filter, { $set: fields })).matchedCount === 1;
  }
  /** Puts another sealed text in the place of this one; nothing when it was changed meanwhile. @returns whether it was done */
  async replaceSecret(id: TenantId, known: string, sealed: string): Promise<boolean> {
    const result = await this.rows().updateOne({ _id: id, client_secret: known }, { $set: { client_secret: sealed } });
    return result.modifiedCount === 1;
  }
  /** The same for the key of its certificate. */
  async replaceKey(id: TenantId, known: string, sealed: string): Promise<boolean> {
    const name = 'client_certificate.private_key';
    return (await this.rows().updateOne({ _id: id, [name]: known }, { $set: { [name]: sealed } })).modifiedCount === 1;
  }
  /** Takes a tenant off the list; what was stored of it stays. */
  async remove(id: TenantId): Promise<void> {
    await this.rows().deleteOne({ _id: id });
  }
  private rows() {
    return collectionOf<TenantDocument>(this.connection, tenantCollection.name);
  }
}
