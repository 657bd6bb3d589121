import { collectionOf, type Connection } from '@aoc/server/mongo';

interface State {
  _id: string;
  tenant_id: string;
  last_success: Date | null;
}

/** How long each tenant waits from one fetch to the next, by what is stored. */
export class Waits {
  private readonly last = new Map<string, number>();
  /** Milliseconds between two fetches of a tenant that was not made to wait. */
  readonly gaps: number[] = [];
  private readonly started = Date.now();

  constructor(
    private readonly connection: Connection,
    /** This one is not counted. */
    private readonly throttled: string,
    private readonly tenants: number,
  ) {}

  /** Tenants that have been read once. */
  get read(): number {
    return this.last.size;
  }

  async look(): Promise<void> {
    const projection = { tenant_id: 1, last_success: 1 };
    const rows = await collectionOf<State>(this.connection, 'watermarks').find({}, { projection }).toArray();
    for (const { tenant_id: tenant, last_success: success } of rows) {
      const at = success?.getTime();
      const before = this.last.get(tenant);
      if (tenant === this.throttled || at === undefined || at === before) continue;
      if (before !== undefined) this.gaps.push(at - before);
      this.last.set(tenant, at);
    }
  }

  /** The longest wait so far, also of those that are still waiting; milliseconds. */
  longest(): number {
    const now = Date.now();
    const open = [...this.last.values()].map((at) => now - at);
    const never = this.last.size < this.tenants - 1 ? [now - this.started] : [];
    return [...this.gaps, ...open, ...never].reduce((a, b) => Math.max(a, b), 0);
  }
}
