/** Places the attack stories: some in the history, then one every few minutes while live. */
import { keyTime, type SimulatedRecord, type Story, type Stream } from '../model';
import type { Company } from '../world/company';
import { Script } from './script';
import type { Plot } from './plot';
import { plots } from './plots';

export interface StoryBookOptions {
  seed: number;
  from: number;
  anchor: number;
  history: boolean;
  /** 0: none. */
  liveEveryMinutes: number;
  latencyScale: number;
}

interface Told {
  story: Story;
  records: SimulatedRecord[];
}

const hour = 3_600_000;
const day = 24 * hour;
const week = 7 * day;
/** The first live story starts this long after the anchor; a live story is over and delivered within `liveSpan`. */
const firstLive = 30_000;
const liveSpan = 15 * 60_000;

export class StoryBook {
  private readonly past: Told[];
  private readonly bySlice = new Map<string, SimulatedRecord[]>();
  private readonly live = new Map<number, Told>();

  constructor(
    private readonly company: Company,
    private readonly options: StoryBookOptions,
  ) {
    this.past = options.history ? this.historyStarts().map(({ plot, key, start }) => this.tell(plot, key, start, false)) : [];
  }

  /** Story records whose key time lies in the slice. */
  slice(stream: Stream, index: number, sliceMs: number): SimulatedRecord[] {
    const from = index * sliceMs;
    const inSlice = (record: SimulatedRecord): boolean =>
      record.stream === stream && keyTime(record) >= from && keyTime(record) < from + sliceMs;
    if (this.bySlice.size === 0) {
      for (const told of this.past) for (const record of told.records) this.file(record, sliceMs);
    }
    const known = this.bySlice.get(`${stream}/${index}`) ?? [];
    const live = this.liveNumbers(from - liveSpan, from + sliceMs).flatMap((n) => this.tellLive(n).records.filter(inSlice));
    return live.length ? [...known, ...live] : known;
  }

  /** All stories that have begun. */
  stories(now: number): Story[] {
    const begun = this.past.filter(({ story }) => story.from <= now).map(({ story }) => story);
    return [...begun, ...this.liveNumbers(this.options.anchor, now + 1).map((n) => this.tellLive(n).story)];
  }

  private file(record: SimulatedRecord, sliceMs: number): void {
    const key = `${record.stream}/${Math.floor(keyTime(record) / sliceMs)}`;
    const list = this.bySlice.get(key);
    if (list) list.push(record);
    else this.bySlice.set(key, [record]);
  }

  /**
   * A history of a week or more has each story once in every calendar week, so that a restart tells the same ones. A shorter one
   * has them all. None begins so late that it would not be delivered before the anchor.
   */
  private historyStarts(): { plot: Plot; key: string; start: number }[] {
    const { from, anchor } = this.options;
    const latest = anchor - 4 * hour;
    if (anchor - from < week - day) {
      const span = Math.max(0, latest - from);
      return plots.map((plot, i) => ({ plot, key: plot.key, start: Math.round(from + ((i + 0.5) / plots.length) * span) }));
    }
    const starts: { plot: Plot; key: string; start: number }[] = [];
    for (let begin = Math.floor(from / week) * week; begin < anchor; begin += week) {
      for (const [i, plot] of plots.entries()) {
        const spread = begin + ((i + 0.5) / plots.length) * week;
        const start = plot.utcHour === undefined ? Math.round(spread) : Math.floor(spread / day) * day + plot.utcHour * hour + i * 137_000;
        if (start >= from && start <= latest)
          starts.push({ plot, key: `${plot.key}/${new Date(start).toISOString().slice(0, 10)}`, start });
      }
    }
    return starts;
  }

  private liveStart(n: number): number {
    return this.options.anchor + firstLive + n * this.options.liveEveryMinutes * 60_000;
  }

  private liveNumbers(from: number, to: number): number[] {
    const { liveEveryMinutes, anchor } = this.options;
    if (liveEveryMinutes <= 0 || to <= anchor) return [];
    const step = liveEveryMinutes * 60_000;
    const first = Math.max(0, Math.ceil((from - anchor - firstLive) / step));
    const last = Math.ceil((to - anchor - firstLive) / step);
    return Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i);
  }

  private tellLive(n: number): Told {
    const known = this.live.get(n);
    if (known) return known;
    const plot = plots[n % plots.length];
    if (!plot) throw new RangeError('no plots');
    const told = this.tell(plot, `${plot.key}/live-${n}`, this.liveStart(n), true);
    if (this.live.size > 50) this.live.clear();
    this.live.set(n, told);
    return told;
  }

  private tell(plot: Plot, key: string, start: number, live: boolean): Told {
    const { seed, latencyScale } = this.options;
    const delay = live
      ? { graph: Math.min(2_000, 120_000 * latencyScale), unified: Math.min(5_000, 4_000_000 * latencyScale) }
      : { graph: 150_000 * latencyScale, unified: 4_500_000 * latencyScale };
    const script = new Script(this.company, { key, seed, start, pace: live ? plot.livePace : 1, delay });
    const facts = plot.write(script);
    return { story: script.story({ title: plot.title, techniques: plot.techniques, ...facts }), records: script.records };
  }
}
