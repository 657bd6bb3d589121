import { alertStatusSchema, severitySchema, type Alert, type AlertStatus, type Severity } from '@aoc/contracts';

export type AlertOrder = 'newest' | 'severity';

/** The filters of the queue as they stand in the address; without `status` the open alerts are meant. */
export interface AlertFilters {
  status?: AlertStatus | 'all';
  severity?: Severity[];
  assignee?: string;
  rule_id?: string;
  rule_name?: string;
  actor?: string;
  entity?: string;
  incident_id?: string;
  /** absent: the order that the tab has of itself */
  sort?: AlertOrder;
}
/** The address of the queue: filters and the open alert. */
export interface AlertsSearch extends AlertFilters {
  alert?: string;
}

const MAX = 256;
const ORDERS: readonly AlertOrder[] = ['newest', 'severity'];
const textOf = (value: unknown): string | undefined => {
  const text = String((Array.isArray(value) ? value[0] : value) ?? '')
    .trim()
    .slice(0, MAX);
  return text === '' ? undefined : text;
};
const severitiesOf = (value: unknown): Severity[] | undefined => {
  const given = new Set((Array.isArray(value) ? value : [value]).map(String));
  const known = severitySchema.options.filter((severity) => given.has(severity));
  return known.length === 0 ? undefined : known;
};
const statusOf = (value: unknown): AlertFilters['status'] => {
  const status = value === 'all' ? 'all' : alertStatusSchema.safeParse(value).data;
  return status === 'open' ? undefined : status;
};

/** Reads filters from an address: what is not understood is dropped, never an error. */
export function parseAlertsSearch(input: Record<string, unknown>): AlertsSearch {
  const search: AlertsSearch = {};
  const put = <K extends keyof AlertsSearch>(name: K, value: AlertsSearch[K]) => {
    if (value !== undefined) search[name] = value;
  };
  put('status', statusOf(input.status));
  put('severity', severitiesOf(input.severity));
  for (const name of ['assignee', 'rule_id', 'rule_name', 'actor', 'entity', 'incident_id', 'alert'] as const)
    put(name, textOf(input[name]));
  put(
    'sort',
    ORDERS.find((order) => order === input.sort),
  );
  return search;
}

/** Whether anything but the tab and the order narrows the list. */
export const isNarrowed = ({ status: _status, sort: _sort, ...rest }: AlertFilters): boolean => Object.keys(rest).length > 0;

/** What waits is shown by weight, what was dealt with by time. */
export const orderOf = ({ status = 'open', sort }: AlertFilters): AlertOrder => sort ?? (status === 'open' ? 'severity' : 'newest');

/** The filters as query parameters of the API. */
export const toAlertQuery = ({ status = 'open', sort = orderOf({ status }), ...rest }: AlertFilters) => ({
  ...rest,
  status: status === 'all' ? undefined : status,
  sort,
});

/**
 * Whether an alert that was changed here still belongs under the filters. Only what changes here is looked at; `me` cannot be told
 * from a name, so nothing is hidden for it.
 */
export function stillBelongs(alert: Pick<Alert, 'status' | 'assignee'>, { status = 'open', assignee }: AlertFilters): boolean {
  if (status !== 'all' && alert.status !== status) return false;
  return assignee === 'none' ? alert.assignee === null : assignee === 'me' ? alert.assignee !== null : true;
}
