/** A tenant of the simulator while it runs. */
import { contentTypes, type ContentType, type Dataset } from '../model';
import type { RegisteredCertificate } from './client-assertion';
import type { Account, Registration } from './sign-in/accounts';

export const allPermissions = [
  'AuditLog.Read.All',
  'Directory.Read.All',
  'DeviceManagementApps.Read.All',
  'ActivityFeed.Read',
  'ActivityFeed.ReadDlp',
] as const;

export interface Webhook {
  address: string;
  authId: string;
  expiration: string | null;
  status: 'enabled' | 'disabled' | 'expired';
  failures: number;
  /** Blobs created before this time have been notified. */
  notifiedUntil: number;
  /** Not before this time is the next attempt made (after failures). */
  nextAttempt: number;
}

export interface Subscription {
  contentType: ContentType;
  status: 'enabled' | 'disabled';
  /** Blobs created before this time are not listed. */
  contentSince: number;
  webhook: Webhook | null;
  notifications: { contentId: string; contentCreated: number; sent: number; success: boolean }[];
}

export interface Tenant {
  tenantId: string;
  clientId: string;
  clientSecret: string;
  /** Uploaded to the app registration, beside the secret. */
  certificates: RegisteredCertificate[];
  dataset: Dataset;
  /** Application permissions with admin consent; may be changed while running. */
  permissions: Set<string>;
  /** Whether the tenant has Entra ID P1 (sign-in logs). */
  premium: boolean;
  /** Whether unified auditing is switched on. */
  auditing: boolean;
  /** A removed tenant is unknown to every endpoint. */
  removed: boolean;
  /** The application that people sign in to. */
  registration: Registration;
  accounts: Account[];
  subscriptions: Map<ContentType, Subscription>;
}

export const isSubscribed = (tenant: Tenant, type: ContentType): boolean => tenant.subscriptions.get(type)?.status === 'enabled';

export const findContentType = (value: string | null): ContentType | undefined =>
  contentTypes.find((type) => type.toLowerCase() === value?.toLowerCase());
