import { text } from '../json';

/** What an Azure resource id (`/subscriptions/<id>/resourceGroups/<group>/providers/<provider>/<type>/<name>…`) says of its resource. */
export interface AzureResource {
  id: string;
  /** `Microsoft.Network/dnsZones` in the spelling of the id, `ResourceGroup`, `Subscription`, `ManagementGroup`; null when the id does not say */
  type: string | null;
  /** name of the innermost resource; null where there is none but an id */
  name: string | null;
  subscription: string | null;
  group: string | null;
}

const after = (parts: readonly string[], step: string): string | null => {
  const at = parts.findIndex((part) => part.toLowerCase() === step);
  return at < 0 ? null : text(parts[at + 1]);
};

/** Type and name behind the last `providers`: types and names take turns after the provider's namespace. */
function innermost(parts: readonly string[]): { type: string; name: string | null } | null {
  const at = parts.findLastIndex((part) => part.toLowerCase() === 'providers');
  const [namespace, ...rest] = at < 0 ? [] : parts.slice(at + 1);
  if (namespace === undefined) return null;
  const types = rest.filter((_part, index) => index % 2 === 0);
  return { type: [namespace, ...types].join('/'), name: rest.length > 1 && rest.length % 2 === 0 ? text(rest.at(-1)) : null };
}

/** The resource of an id; null when the text is no resource id. */
export function azureResource(value: unknown): AzureResource | null {
  const id = text(value)?.replace(/\/+$/, '') ?? '';
  if (!id.startsWith('/') || id.length < 2) return null;
  const parts = id.split('/').slice(1);
  const subscription = after(parts, 'subscriptions');
  const group = after(parts, 'resourcegroups');
  const inner = innermost(parts);
  const managed = inner !== null && inner.type.toLowerCase() === 'microsoft.management/managementgroups';
  if (inner) return { id, type: managed ? 'ManagementGroup' : inner.type, name: inner.name, subscription, group };
  if (group !== null) return { id, type: 'ResourceGroup', name: group, subscription, group };
  return { id, type: subscription === null ? null : 'Subscription', name: null, subscription, group };
}

/** `/subscriptions/x/resourceGroups/y` of `/subscriptions/x/resourceGroups/y/providers/Microsoft.Authorization/roleAssignments/<id>`: what an extension resource is about. */
export function scopeOf(id: string): string {
  const at = id.toLowerCase().lastIndexOf('/providers/microsoft.authorization/');
  return at < 0 ? id : id.slice(0, at) || '/';
}
