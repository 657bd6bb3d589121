/** A field that conditions can name. */
export interface KnownField {
  name: string;
  description: string;
  /** any name may follow after a dot, e.g. `raw.properties.status` */
  open?: boolean;
}

const field = (name: string, description: string): KnownField => ({ name, description });
const open = (name: string, description: string): KnownField => ({ name, description, open: true });

/** What conditions, groups and exceptions can look at. */
export const KNOWN_FIELDS: readonly KnownField[] = [
  field('operation', 'what was done; compared without regard to case, kind of dash and the full stop of the unified log'),
  field('service', 'service or category, e.g. RoleManagement, SignIn, Exchange, SharePoint, AzureActiveDirectory, Intune'),
  field('result', 'success, failure, timeout, or what else the source says'),
  field('actor', 'UPN, id and display name of who did it'),
  field('actor.upn', 'user principal name of who did it'),
  field('actor.id', 'object id of who did it'),
  field('actor.display', 'display name of who did it'),
  field('actor.type', 'user, application or system'),
  field('actor.ip', 'address it was done from'),
  field('actor_display', 'name of who did it as shown in lists'),
  field('actor_upn', 'the same as actor.upn'),
  field('target', 'UPN, id and display name of everything it was done to'),
  open('targets', 'what it was done to, for any and all'),
  field('targets.type', 'kind of the target, e.g. User, Group, Role, ServicePrincipal, Mailbox, Device'),
  field('targets.id', 'id of the target'),
  field('targets.display', 'name of the target'),
  field('targets.upn', 'user principal name of the target'),
  open('targets.modified', 'changed properties of the targets, each {property, old, new}, for any and all'),
  field('targets.modified.property', 'names of the changed properties'),
  field('targets.modified.old', 'values before'),
  field('targets.modified.new', 'values after'),
  field('target_displays', 'names of the targets as shown in lists'),
  field('changed', "names of the changed properties without the directory's own bookkeeping"),
  open('changes', 'changed property by name, then new, old, added or removed, e.g. changes.AccountEnabled.new; * is any property'),
  open('parameters', 'parameter of an Exchange or compliance cmdlet by name, e.g. parameters.ForwardTo'),
  field('ip', 'every address that the event mentions'),
  field('entity', 'every identifier that the event mentions: users, ids, addresses, devices, sites; lower case'),
  field('entity_keys', 'the same as entity'),
  field('timestamp', 'when it happened (UTC)'),
  field('source', 'directory, signin, intune, unified or import'),
  field('tenant_id', 'the tenant'),
  field('display_category', 'label of the service'),
  field('display_summary', 'the sentence shown in lists'),
  field('id', "the source's own id"),
  field('dedupe_key', 'key by which the event is kept once'),
  open('record', 'field of the original record, inside any envelope, in any case, e.g. record.clientAppUsed; alone: every value'),
  open('raw', 'field of the record as it was received, e.g. raw.properties.status; alone: every value of it'),
  field('*', 'every value of the record, for words wherever they are'),
];

/** Names from the sources and from habit, and what they are called here. */
const ALIASES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    action: 'operation',
    activity: 'operation',
    activitydisplayname: 'operation',
    operationname: 'operation',
    workload: 'service',
    category: 'service',
    status: 'result',
    resultstatus: 'result',
    user: 'actor.upn',
    userid: 'actor.upn',
    username: 'actor.upn',
    userprincipalname: 'actor.upn',
    'actor.userprincipalname': 'actor.upn',
    'actor.user.userprincipalname': 'actor.upn',
    'actor.displayname': 'actor.display',
    'actor.ipaddress': 'actor.ip',
    clientip: 'actor.ip',
    ipaddress: 'actor.ip',
    'targets.displayname': 'targets.display',
    'targets.userprincipalname': 'targets.upn',
    objectid: 'targets.id',
    creationtime: 'timestamp',
    createddatetime: 'timestamp',
    time: 'timestamp',
  }),
);

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_none, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The known field that was most likely meant; null when none is near. */
export function nearestField(name: string): string | null {
  const wanted = name.toLowerCase();
  const alias = ALIASES.get(wanted);
  if (alias !== undefined) return alias;
  let best: string | null = null;
  let least = Math.max(2, Math.floor(wanted.length / 4)) + 1;
  for (const known of KNOWN_FIELDS) {
    const away = distance(wanted.slice(0, 60), known.name);
    if (away < least) [best, least] = [known.name, away];
  }
  return best;
}
