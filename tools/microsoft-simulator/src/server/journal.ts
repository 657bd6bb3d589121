/** Counts what was asked and what was answered. */
export interface JournalEntry {
  tenant: string;
  endpoint: string;
  requests: number;
  statuses: Record<string, number>;
  records: number;
}

export class Journal {
  private readonly entries = new Map<string, JournalEntry>();
  private readonly faults = new Map<string, number>();

  note(tenant: string, endpoint: string, status: number | 'aborted' | 'no answer', records: number): void {
    const key = `${tenant}/${endpoint}`;
    let entry = this.entries.get(key);
    if (!entry) this.entries.set(key, (entry = { tenant, endpoint, requests: 0, statuses: {}, records: 0 }));
    entry.requests++;
    entry.records += records;
    entry.statuses[status] = (entry.statuses[status] ?? 0) + 1;
  }

  noteFault(kind: string): void {
    this.faults.set(kind, (this.faults.get(kind) ?? 0) + 1);
  }

  /** Requests to an endpoint (all when absent), over all tenants or one. */
  count(endpoint?: string, tenant?: string): number {
    let sum = 0;
    for (const entry of this.entries.values())
      if ((!endpoint || entry.endpoint === endpoint) && (!tenant || entry.tenant === tenant)) sum += entry.requests;
    return sum;
  }

  report(): { endpoints: JournalEntry[]; faults: Record<string, number> } {
    return { endpoints: [...this.entries.values()], faults: Object.fromEntries(this.faults) };
  }

  clear(): void {
    this.entries.clear();
    this.faults.clear();
  }
}
