import type { NormalizedEvent, RuleBody, WorkingTime } from '@aoc/contracts';
import { compileRules, decideWindow, evaluate, type CompiledRule, type WindowDecision, type WindowEntry } from '@aoc/detection';
import { spanOf } from './rule-windows';

/** An alert that a rule would have raised. Times in ms. */
export interface PreviewAlert {
  at: number;
  event: Pick<NormalizedEvent, 'dedupe_key' | 'actor_display' | 'display_summary'>;
  count: number;
}
interface Open {
  alert: PreviewAlert;
  last: number;
}

const DAY = 86_400_000;
const MAX_GROUP_ENTRIES = 10_000;
/** Days keep their numbers, alerts only the newest of them. */
const MAX_KEPT = 5000;

/** Runs one rule over events that come in the order of time, in bounded memory: windows forget what nothing can join any more. */
export class PreviewRun {
  matches = 0;
  suppressed = 0;
  alerts = 0;
  readonly kept: PreviewAlert[] = [];
  readonly raisedKeys = new Set<string>();
  readonly days = new Map<string, { matches: number; alerts: number }>();
  readonly actors = new Map<string, number>();
  private readonly set;
  private readonly groups = new Map<string, WindowEntry[]>();
  private readonly open = new Map<string, Open>();

  constructor(
    body: RuleBody,
    tenant: { tenantId: string; workingTime: WorkingTime | null },
    private readonly dedupeMs: number,
    private readonly now: Date,
  ) {
    const { tenantId, workingTime } = tenant;
    this.set = compileRules([{ id: 'preview', body: { ...body, enabled: true, tenants: 'all' } }], {
      tenantId,
      ...(workingTime ? { workingTime } : {}),
    });
  }

  /** @returns whether the event matched */
  take(event: NormalizedEvent): boolean {
    const [match] = evaluate(this.set, event, { now: this.now }).matches;
    if (!match) return false;
    if (match.suppressed) {
      this.suppressed += 1;
      return false;
    }
    this.matches += 1;
    this.day(event).matches += 1;
    const { rule, window } = match;
    if (rule.window === null) this.raise(event, (event.actor_upn ?? event.actor.id ?? event.actor_display ?? '').toLowerCase(), null);
    else if (window) {
      const decision = decideWindow(rule, this.entriesOf(rule, window.group, window.entry), window.entry);
      if (decision) this.raise(event, window.group, decision);
    }
    return true;
  }

  private entriesOf(rule: CompiledRule, group: string, entry: WindowEntry): WindowEntry[] {
    const known = this.groups.get(group) ?? [];
    const oldest = entry.at - spanOf(rule);
    const from = known.findIndex(({ at }) => at >= oldest);
    const entries = (from === -1 ? [] : known.slice(from)).slice(-MAX_GROUP_ENTRIES);
    this.groups.set(group, [...entries, entry]);
    return entries;
  }

  private day(event: NormalizedEvent): { matches: number; alerts: number } {
    const key = new Date(Math.floor(event.timestamp.getTime() / DAY) * DAY).toISOString().slice(0, 10);
    const day = this.days.get(key) ?? { matches: 0, alerts: 0 };
    this.days.set(key, day);
    return day;
  }

  /** Counts an alert, unless the event joins the one before. */
  private raise(event: NormalizedEvent, slot: string, decision: WindowDecision | null): void {
    const at = event.timestamp.getTime();
    for (const key of decision?.event_keys ?? [event.dedupe_key]) this.raisedKeys.add(key);
    const open = this.open.get(slot);
    if (open && (decision ? decision.first : at) <= open.last + this.dedupeMs && (this.dedupeMs > 0 || decision)) {
      open.last = Math.max(open.last, at);
      open.alert.count = Math.max(open.alert.count, decision?.count ?? open.alert.count + 1);
      return;
    }
    const { dedupe_key, actor_display, display_summary } = event;
    const alert = { at, event: { dedupe_key, actor_display, display_summary }, count: decision?.count ?? 1 };
    this.open.set(slot, { alert, last: at });
    this.alerts += 1;
    this.day(event).alerts += 1;
    const actor = event.actor_upn ?? actor_display ?? 'unknown actor';
    this.actors.set(actor, (this.actors.get(actor) ?? 0) + 1);
    this.kept.push(alert);
    if (this.kept.length > 2 * MAX_KEPT) this.kept.splice(0, MAX_KEPT);
  }
}
