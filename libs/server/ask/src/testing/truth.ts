import { generatedRecords } from '@aoc/tools/microsoft-simulator';

/** What the simulated Microsoft recorded, read from its raw records and not through the product. */
export interface Happening {
  id: string;
  at: number;
  log: 'directory' | 'signin' | 'intune' | 'unified';
  /** Operation as the record names it, without the full stop of the unified log. */
  op: string;
  /** UPN in lower case, or the name of an application. */
  who: string;
  /** Names and addresses of what it was done to, in lower case. */
  on: readonly string[];
  failed: boolean;
  /** Workload of the unified log. */
  workload: string;
  story: string;
  raw: Record<string, unknown>;
}

type Raw = Record<string, unknown>;
const isRaw = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);
const part = (value: unknown, ...path: (string | number)[]): unknown =>
  path.reduce<unknown>((inner, key) => (Array.isArray(inner) ? inner[Number(key)] : isRaw(inner) ? inner[key] : undefined), value);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const lower = (values: unknown[]): string[] =>
  values
    .map(text)
    .filter((value) => value !== '')
    .map((value) => value.toLowerCase());

function fromDirectory(raw: Raw): Pick<Happening, 'op' | 'who' | 'on' | 'failed'> {
  const targets = list(raw.targetResources);
  const properties = targets.flatMap((target) => list(part(target, 'modifiedProperties')));
  const named = properties.filter((property) => /DisplayName$/.test(text(part(property, 'displayName'))));
  return {
    op: text(raw.activityDisplayName).trim(),
    who: (
      text(part(raw, 'initiatedBy', 'user', 'userPrincipalName')) || text(part(raw, 'initiatedBy', 'app', 'displayName'))
    ).toLowerCase(),
    on: [
      ...lower(targets.flatMap((target) => [part(target, 'userPrincipalName'), part(target, 'displayName')])),
      ...lower(named.flatMap((property) => [part(property, 'newValue'), part(property, 'oldValue')])).map((value) =>
        value.replaceAll('"', ''),
      ),
    ],
    failed: raw.result !== 'success',
  };
}

const fromSignIn = (raw: Raw): Pick<Happening, 'op' | 'who' | 'on' | 'failed'> => ({
  op: 'sign-in',
  who: text(raw.userPrincipalName).toLowerCase(),
  on: lower([raw.appDisplayName]),
  failed: part(raw, 'status', 'errorCode') !== 0,
});

function fromIntune(raw: Raw): Pick<Happening, 'op' | 'who' | 'on' | 'failed'> {
  const resources = list(raw.resources);
  return {
    op: text(raw.activityType).trim() || text(raw.displayName).trim(),
    who: (text(part(raw, 'actor', 'userPrincipalName')) || text(part(raw, 'actor', 'applicationDisplayName'))).toLowerCase(),
    on: lower(resources.map((resource) => part(resource, 'displayName'))),
    failed: text(raw.activityResult) !== 'Success',
  };
}

function fromUnified(raw: Raw): Pick<Happening, 'op' | 'who' | 'on' | 'failed'> {
  const op = text(raw.Operation).trim().replace(/\.$/, '');
  const signIn = /^UserLog/.test(op);
  const targets = [...list(raw.Target).map((target) => part(target, 'ID')), raw.ObjectId, raw.SourceFileName];
  const names = list(raw.ModifiedProperties).flatMap((property) =>
    /DisplayName$/.test(text(part(property, 'Name'))) ? [part(property, 'NewValue'), part(property, 'OldValue')] : [],
  );
  return {
    op,
    who: text(raw.UserId).toLowerCase(),
    on: lower([...targets, ...names]).map((value) => value.replaceAll('"', '')),
    failed: signIn ? op === 'UserLoginFailed' : /^(false|fail)/i.test(text(raw.ResultStatus)),
  };
}

const READERS = { directory: fromDirectory, signin: fromSignIn, intune: fromIntune, unified: fromUnified };
const TIMES = { directory: 'activityDateTime', signin: 'createdDateTime', intune: 'activityDateTime', unified: 'CreationTime' };

/** Everything that happened in a simulated company, oldest first. */
export function happenings(set: Parameters<typeof generatedRecords>[0]): Happening[] {
  const all: Happening[] = [];
  for (const { source, body, story } of generatedRecords(set)) {
    const raw: Raw = { ...body };
    const time = text(raw[TIMES[source]]);
    all.push({
      id: text(raw.id ?? raw.Id),
      at: Date.parse(/Z$/.test(time) ? time : `${time}Z`),
      log: source,
      workload: text(raw.Workload),
      story: story ?? '',
      raw,
      ...READERS[source](raw),
    });
  }
  return all.sort((a, b) => a.at - b.at);
}
